// Tells which rows have changed since they were last shown, so that they can flash once.
import { useRef } from "./html.js";

// rows: [{id, mark}]; a mark that differs from the last one is a change. A row that is new is none.
export function useChanged(rows) {
  const marks = useRef(new Map());
  const rounds = useRef(new Map());
  const next = new Map();
  const nextRounds = new Map();
  for (const { id, mark } of rows) {
    const before = marks.current.get(id);
    const round = rounds.current.get(id) ?? 0;
    next.set(id, mark);
    nextRounds.set(id, before !== undefined && before !== mark ? round + 1 : round);
  }
  marks.current = next;
  rounds.current = nextRounds;
  return nextRounds;
}
