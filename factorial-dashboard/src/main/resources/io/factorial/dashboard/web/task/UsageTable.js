// What the task used, and its whole tree.
import { html } from "../lib/html.js";
import { NOTHING, count, usd } from "../lib/numbers.js";

const ROWS = [
  ["requests", "Calls of the model"],
  ["tool_calls", "Calls of tools"],
  ["input_tokens", "Input tokens"],
  ["cache_read_tokens", "of these read from the cache"],
  ["cache_write_tokens", "written to the cache"],
  ["output_tokens", "Output tokens"],
  ["reasoning_tokens", "of these reasoning"],
];

export function UsageTable({ task }) {
  const { usage = {}, tree_usage: tree } = task;
  const cost = (of) => (of?.cost_usd === undefined || of.cost_usd === null ? NOTHING : `${usd(of.cost_usd, 6)}`);
  const number = (of, field) => (of?.[field] === undefined ? NOTHING : count(of[field]));
  return html`<table class="usage"><thead><tr><th>Used</th><th class="num">This task</th>${tree && html`<th class="num">Whole tree</th>`}</tr></thead>
    <tbody>${ROWS.map(([field, word]) => html`<tr key=${field}><td>${word}</td><td class="num">${number(usage, field)}</td>${tree && html`<td class="num">${number(tree, field)}</td>`}</tr>`)}
      <tr><td>Cost in USD</td><td class="num">${cost(usage)}</td>${tree && html`<td class="num">${cost(tree)}</td>`}</tr>
      <tr><td>Pickups by a worker</td><td class="num">${count(task.pickups ?? 0)}</td>${tree && html`<td></td>`}</tr>
      <tr><td>Recoveries from a dead worker</td><td class="num">${count(task.recoveries ?? 0)}</td>${tree && html`<td></td>`}</tr></tbody></table>`;
}
