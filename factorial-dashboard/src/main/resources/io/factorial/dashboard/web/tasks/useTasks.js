// One page of tasks that stays where it is: the first page is anchored at its newest row, newer tasks
// are only counted until the reader asks for them.
import { get } from "../lib/api.js";
import { useRef, useState } from "../lib/html.js";
import { usePoll } from "../lib/live.js";
import { toParameters } from "./filter.js";

export const PAGE_ROWS = 50;
const MOST_NEW = 100;

export function useTasks(filter, cursor) {
  const [round, setRound] = useState(0);
  const key = JSON.stringify([filter, cursor, round]);
  const anchor = useRef({});
  if (anchor.current.key !== key) anchor.current = { key, until: undefined };
  const poll = usePoll(key, (abort) => load(filter, cursor, anchor.current, abort));
  return { poll, key, showNew: () => setRound(round + 1) };
}

async function load(filter, cursor, anchor, abort) {
  const parameters = toParameters(filter);
  if (cursor) return get("/tasks", { ...parameters, limit: PAGE_ROWS, after: cursor }, { abort });
  const until = anchor.until ?? parameters.until;
  const [page, newer] = await Promise.all([
    get("/tasks", { ...parameters, until, limit: PAGE_ROWS }, { abort }),
    anchor.until && !parameters.until ? get("/tasks", { ...parameters, since: anchor.until, limit: MOST_NEW }, { abort }) : { tasks: [] },
  ]);
  if (!anchor.until && page.tasks.length > 0) anchor.until = justAfter(page.tasks[0].created_at);
  return { ...page, newer: newer.tasks.length, newerMore: Boolean(newer.next) };
}

function justAfter(at) {
  return new Date(Date.parse(at) + 1).toISOString();
}

// Rows that somebody points at, has focused or has selected neither move nor leave; they change in place.
export function useSteadyRows(tasks, key, frozen) {
  const shown = useRef({ key: undefined, rows: [] });
  const before = shown.current;
  const hold = frozen && before.key === key && before.rows.length > 0;
  const rows = hold ? inPlace(before.rows, tasks) : tasks.map((task) => ({ task, gone: false }));
  shown.current = { key, rows };
  return rows;
}

function inPlace(rows, tasks) {
  const fresh = new Map(tasks.map((task) => [task.id, task]));
  return rows.map(({ task }) => ({ task: fresh.get(task.id) ?? task, gone: !fresh.has(task.id) }));
}
