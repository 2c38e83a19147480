// Tokens and money per minute.
import { html } from "../lib/html.js";
import { NOTHING, decimal, short } from "../lib/numbers.js";
import { LineChart } from "../charts/LineChart.js";
import { bucketTime } from "../charts/TimeAxis.js";
import { Panel } from "../parts/Panel.js";
import { usePoint } from "./Latency.js";

export function Spending({ overview }) {
  const { series } = overview;
  const { buckets } = series;
  const [at, setShare] = usePoint(buckets.length);
  const minutes = series.bucket_seconds / 60;
  const tokens = buckets.map((bucket) => (bucket.input_tokens + bucket.output_tokens) / minutes);
  const cost = buckets.map((bucket) => (bucket.cost_usd === undefined ? undefined : Number(bucket.cost_usd) / minutes));
  const priced = cost.some((value) => value !== undefined);
  const nowTokens = at === undefined ? perMinute(overview.tokens_per_hour) : tokens[at];
  const nowCost = at === undefined ? perMinute(overview.cost_usd_per_hour) : cost[at];
  const tools = html`<span class="legend">${at !== undefined && html`<span class="strong">${bucketTime(buckets[at], series.bucket_seconds)}</span>`}
    <span><svg viewBox="0 0 12 12" aria-hidden="true"><path class="ln l-2" d="M0 6h12" /></svg>tokens ${nowTokens === undefined ? NOTHING : short(nowTokens)}/min</span>
    ${priced && html`<span><svg viewBox="0 0 12 12" aria-hidden="true"><path class="ln l-3 dash1" d="M0 6h12" /></svg>cost ${nowCost === undefined ? NOTHING : decimal(nowCost, 2)} USD/min</span>`}</span>`;
  const lines = [{ look: "l-2", values: tokens }, ...(priced ? [{ look: "l-3 dash1", values: cost, axis: "right" }] : [])];
  const axes = { left: (value) => (value === 0 ? "0" : short(value).replace(".0\u202f", "\u202f")), ...(priced ? { right: money } : {}) };
  const label = `${nowTokens === undefined ? "No" : short(nowTokens)} tokens${priced && nowCost !== undefined ? ` and ${decimal(nowCost, 2)} US dollars` : ""} per minute`;
  return html`<${Panel} title=${priced ? "Tokens and cost" : "Tokens"} id="spending" tools=${tools}><div class="body"><${LineChart} series=${series} lines=${lines} axes=${axes} label=${label} at=${at} onPoint=${setShare} /></div><//>`;
}

function perMinute(perHour) {
  return perHour === undefined ? undefined : Number(perHour) / 60;
}

function money(value) {
  if (value === 0) return "0 USD";
  return value < 0.1 ? String(Number(value.toPrecision(2))) : decimal(value, 2);
}
