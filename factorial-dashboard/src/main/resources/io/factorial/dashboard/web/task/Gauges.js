// What the task has used of what it may use: used solid, reserved pale.
import { html } from "../lib/html.js";
import { may } from "../lib/api.js";
import { GAP, count, duration, usd } from "../lib/numbers.js";
import { now } from "../lib/time.js";
import { Meter } from "../parts/Meter.js";
import { tokensOf, turnsOf } from "../tasks/TasksTable.js";

export function Gauges({ task, ask }) {
  const budget = task.budget ?? {};
  const usage = task.usage ?? {};
  const raise = may("operate") && task.status === "PAUSED" && Object.values(budget).some((each) => each.limit !== undefined);
  const gauges = [
    gauge("Turns", budget.turns ?? { limit: task.max_turns, spent: task.started_at ? turnsOf(task) : 0 }, count),
    tokens(budget, task),
    gauge("Cost", budget.cost_usd ?? { spent: usage.cost_usd }, (n) => usd(n), "USD"),
    fourth(budget, task, usage),
  ];
  return html`<section class="panel gauges" aria-label="Budget">${gauges}${raise && html`<div class="gauge raise row"><button class="btn" onClick=${() => ask("budget")}>Raise…</button></div>`}</section>`;
}

function tokens(budget, task) {
  const limit = budget.output_tokens ? ["Output tokens", budget.output_tokens] : budget.input_tokens ? ["Input tokens", budget.input_tokens] : ["Tokens", { spent: tokensOf(task) }];
  return gauge(limit[0], limit[1], count);
}

function fourth(budget, task, usage) {
  if (budget.tool_calls) return gauge("Tool calls", budget.tool_calls, count);
  const tree = task.tree_usage;
  if (tree && task.children_count > 0) {
    const priced = usage.cost_usd !== undefined || Number(tree.cost_usd ?? 0) > 0; // a tree without prices counts 0
    return !priced ? gauge("Whole tree", { spent: tree.input_tokens + tree.output_tokens }, count, "tokens") : gauge("Whole tree", { spent: tree.cost_usd }, (n) => usd(n), "USD");
  }
  const seconds = budget.wall_clock?.limit_seconds;
  if (seconds && seconds < SHORT_SECONDS) return gauge("Time", { limit: seconds, spent: age(task) }, (n) => duration(n, 0));
  return gauge("Tool calls", { spent: usage.tool_calls ?? 0 }, count);
}

// Every task has a deadline; only a near one is worth a gauge.
const SHORT_SECONDS = 86_400;

function age(task) {
  return ((task.ended_at ? Date.parse(task.ended_at) : now.value) - Date.parse(task.created_at)) / 1000;
}

function gauge(word, { limit, spent, reserved = 0 }, format, unit = "") {
  const known = spent !== undefined && spent !== null;
  const limited = limit !== undefined && limit !== null && Number(limit) > 0;
  const share = (part) => `${Math.round((Number(part) / Number(limit)) * 100)}${GAP}%`;
  const aside = limited && known && html`<span>${share(spent)}${Number(reserved) > 0 && html`<span class="p2"> + ${share(reserved)} reserved</span>`}</span>`;
  return html`<div class="gauge" key=${word}><div class="k"><span>${word}</span>${aside}</div>
    <div class="v">${known ? format(spent) : "–"} <span>${limited ? `of ${format(limit)}${unit && ` ${unit}`}` : known ? unit : "no price known"}</span></div>
    ${limited ? html`<${Meter} used=${Number(spent ?? 0) / Number(limit)} reserved=${Number(reserved) / Number(limit)} />` : html`<div class="nolimit">no limit</div>`}</div>`;
}
