// How long turns and calls of the model take.
import { html, useState } from "../lib/html.js";
import { GAP, NOTHING, duration } from "../lib/numbers.js";
import { LineChart } from "../charts/LineChart.js";
import { Panel } from "../parts/Panel.js";
import { bucketTime } from "../charts/TimeAxis.js";

const LINES = [
  { field: "turn_p50_seconds", look: "l-t", word: "turn p50" },
  { field: "turn_p95_seconds", look: "l-2 dash1", word: "turn p95" },
  { field: "llm_p95_seconds", look: "l-3 dash2", word: "LLM p95" },
];

export function Latency({ overview }) {
  const { series } = overview;
  const [at, setShare] = usePoint(series.buckets.length);
  const bucket = series.buckets[at];
  const value = (field) => (bucket ? bucket[field] : overview[field]);
  const read = (field) => (value(field) === undefined ? NOTHING : duration(value(field)));
  const tools = html`<span class="legend">${bucket && html`<span class="strong">${bucketTime(bucket, series.bucket_seconds)}</span>`}${LINES.map(({ field, look, word }) => html`<span key=${field}><svg viewBox="0 0 12 12" aria-hidden="true"><path class=${`ln ${look}`} d="M0 6h12" /></svg>${word} ${read(field)}</span>`)}</span>`;
  const lines = LINES.map(({ field, look }) => ({ look, values: series.buckets.map((each) => each[field]) }));
  const label = `Latency: ${LINES.map(({ field, word }) => `${word} ${overview[field] === undefined ? "unknown" : duration(overview[field])}`).join(", ")}`;
  return html`<${Panel} title="Latency" id="latency" tools=${tools}><div class="body"><${LineChart} series=${series} lines=${lines} axes=${{ left: axis }} label=${label} at=${at} onPoint=${setShare} /></div><//>`;
}

function axis(seconds) {
  if (seconds === 0) return "0";
  return seconds < 60 ? `${Number(seconds.toPrecision(3))}${GAP}s` : `${Number((seconds / 60).toPrecision(3))}${GAP}m`;
}

// The point of a line chart that the pointer is nearest to.
export function usePoint(points) {
  const [share, setShare] = useState();
  const at = share === undefined || points === 0 ? undefined : Math.min(points - 1, Math.max(0, Math.round(share * (points - 1))));
  return [at, setShare];
}
