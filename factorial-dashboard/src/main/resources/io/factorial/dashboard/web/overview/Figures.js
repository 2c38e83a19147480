// The six figures of now. Each leads to what it counts.
import { html } from "../lib/html.js";
import { GAP, NOTHING, count, decimal, duration, percent, plural, short } from "../lib/numbers.js";
import { link } from "../lib/route.js";
import { Spark } from "../charts/Spark.js";

export function Figures({ overview, span, history }) {
  const { counts, slots, series, finished } = overview;
  const buckets = series.buckets;
  const ended = finished.completed + finished.failed;
  const perMinute = (bucket) => (bucket.completed + bucket.failed + bucket.cancelled) * (60 / series.bucket_seconds);
  return html`<section class="kpis" aria-label="Now">
    <${Figure} word="Queued" value=${count(counts.QUEUED ?? 0)} href=${link("/tasks", { status: "QUEUED" })} values=${history.queued} detail=${oldest(overview)} />
    <${Figure} word="Processing" value=${count(counts.PROCESSING ?? 0)} unit=${slots?.total ? `of ${count(slots.total)} slots` : ""} href=${link("/tasks", { status: "PROCESSING" })} values=${history.processing} detail=${workers(overview)} />
    <${Figure} word="Throughput" value=${decimal(overview.throughput_per_minute, 1)} unit="per min" href=${link("/tasks", { status: "COMPLETED,FAILED,CANCELLED", span })} values=${buckets.map(perMinute)} detail=${change(overview, span)} />
    <${Figure} word="Success rate" value=${share(overview.success_rate)} unit=${overview.success_rate === undefined ? "" : "%"} href=${link("/tasks", { status: "FAILED", span })} values=${buckets.map(successRate)} detail=${ended ? `${count(finished.failed)} failed of ${count(ended)}` : "nothing ended yet"} />
    <${Figure} word="Turn p95" ...${seconds(overview.turn_p95_seconds)} href="#latency" values=${buckets.map((bucket) => bucket.turn_p95_seconds)} detail=${overview.llm_p95_seconds === undefined ? "no model call yet" : `LLM call p95 ${duration(overview.llm_p95_seconds)}`} />
    <${Spent} overview=${overview} buckets=${buckets} />
  </section>`;
}

function Figure({ word, value, unit, href, values, detail }) {
  return html`<a class="kpi" href=${href}><span class="k">${word}</span><span class="v">${value} ${unit && html`<small>${unit}</small>`}</span><${Spark} values=${values} /><span class="d" title=${detail}>${detail || "\u00a0"}</span></a>`;
}

function Spent({ overview, buckets }) {
  const tokens = overview.tokens_per_hour;
  if (overview.cost_usd_per_hour === undefined) {
    return html`<${Figure} word="Tokens" value=${tokens === undefined ? NOTHING : short(tokens)} unit="per h" href="#spending" values=${buckets.map((bucket) => bucket.input_tokens + bucket.output_tokens)} detail="no prices known" />`;
  }
  return html`<${Figure} word="Cost" value=${decimal(overview.cost_usd_per_hour, 2)} unit="USD/h" href="#spending" values=${buckets.map((bucket) => Number(bucket.cost_usd ?? 0))} detail=${tokens === undefined ? "" : `${short(tokens)} tokens`} />`;
}

function oldest({ oldest_queued_seconds: seconds, counts }) {
  if (!counts.QUEUED) return "nobody waits";
  return seconds === undefined ? "" : `oldest ${duration(seconds, 0)}`;
}

function workers({ workers_alive: alive, workers_silent: silent }) {
  return silent ? `${plural(alive + silent, "worker")}, ${count(silent)} silent` : plural(alive, "worker");
}

const HALVES = { "1h": "30 m", "24h": "12 h", "7d": "84 h" };

function change({ throughput_change: by }, span) {
  if (by === undefined) return "";
  const sign = by >= 0 ? "+" : "−";
  return `${sign}${Math.round(Math.abs(by) * 100)}${GAP}% on the ${HALVES[span]} before`;
}

// 90 to 100 % is where success rates live.
function successRate(bucket) {
  const ended = bucket.completed + bucket.failed;
  return ended ? Math.max(0, bucket.completed / ended - 0.9) : undefined;
}

function share(rate) {
  return rate === undefined ? NOTHING : percent(rate).replace(/\s?%$/, "").trimEnd();
}

function seconds(value) {
  if (value === undefined) return { value: NOTHING };
  if (value < 60) return { value: decimal(value, 1), unit: "s" };
  return { value: duration(value) };
}
