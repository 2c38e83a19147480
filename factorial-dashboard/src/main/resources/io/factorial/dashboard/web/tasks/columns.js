// The columns of the table of tasks; the reader may hide those that have a name here.
import { remembered } from "../lib/store.js";

export const COLUMNS = [
  { name: "sel", look: "w0" },
  { name: "status", word: "Status", look: "w1" },
  { name: "query", word: "Query", look: "wq" },
  { name: "now", word: "Now", look: "wn" },
  { name: "agent", word: "Agent", look: "w2 p2", hideable: true },
  { name: "owner", word: "Owner", look: "w3 p3", hideable: true },
  { name: "task", word: "Task", look: "w4 p35", hideable: true },
  { name: "turn", word: "Turn", look: "w5 p2", num: true, hideable: true },
  { name: "retries", word: "Retries", look: "w6 p4", num: true, hideable: true },
  { name: "tokens", word: "Tokens", look: "w7 p3", num: true, hideable: true },
  { name: "usd", word: "USD", look: "w8 p2", num: true, hideable: true },
  { name: "created", word: "Created", look: "w9 p3", num: true, hideable: true },
  { name: "took", word: "Took", look: "w10", num: true },
];

const hidden = remembered("columns.hidden", []);

export function isShown(column) {
  return !hidden.value.includes(column.name);
}

export function toggleColumn(column) {
  hidden.value = isShown(column) ? [...hidden.value, column.name] : hidden.value.filter((name) => name !== column.name);
}
