// The rows of the waterfall: the queue, then each turn with its steps, then the steps of unfolded children.
import { place, totals } from "./turns.js";

// unfolded: Map of a child's step id to its own steps; folded: Set of turns.
export function toRows(steps, folded, unfolded) {
  const rows = [];
  const seen = new Set();
  const tries = countTries(steps);
  for (const step of steps) {
    if (step.kind === "queue") {
      rows.push({ key: step.id, level: 1, kind: "queue", step });
      continue;
    }
    if (!seen.has(step.turn)) {
      seen.add(step.turn);
      const own = steps.filter((each) => each.turn === step.turn && each.kind !== "queue");
      rows.push({ key: `turn-${step.turn}`, level: 1, kind: "turn", turn: step.turn, open: !folded.has(step.turn), place: place(step.turn), ...totals(own) });
      if (!folded.has(step.turn)) for (const each of own) rows.push(...stepRows(each, tries, unfolded));
    }
  }
  return rows;
}

function stepRows(step, tries, unfolded) {
  const child = unfolded.get(step.id);
  const row = { key: step.id, level: 2, kind: "step", step, tries: tries.get(stepKey(step)), place: place(step.turn, step), open: step.kind === "child" ? Boolean(child) : undefined };
  return child ? [row, ...childRows(step, child)] : [row];
}

function childRows(parent, steps) {
  const turns = new Map();
  for (const step of steps) if (step.kind !== "queue") turns.set(step.turn, [...(turns.get(step.turn) ?? []), step]);
  return [...turns].map(([turn, own]) => ({ key: `${parent.id}/${turn}`, level: 3, kind: "childTurn", turn, first: own.find((step) => step.first_token_at), ...totals(own), worker: own.find((step) => step.worker)?.worker }));
}

// A wait stands beside the call that opened it, so it is no further try of it.
function stepKey(step) {
  return `${step.turn}/${step.kind}/${step.index}`;
}

function countTries(steps) {
  const tries = new Map();
  for (const step of steps) {
    const key = stepKey(step);
    tries.set(key, (tries.get(key) ?? 0) + 1);
  }
  return tries;
}
