// Finished tasks over time: completed above the axis, failed and cancelled below it.
import { html } from "../lib/html.js";
import { ceiling, count, plural } from "../lib/numbers.js";
import { usePointer } from "./pointer.js";
import { TimeAxis, bucketTime } from "./TimeAxis.js";

const TOP = 20;
const AXIS = 240;
const STEPS = 3;
const BELOW_FROM = AXIS + 2;
const BELOW_HEIGHT = 50;
const BELOW_UNIT = 9;

export function FinishedChart({ series, onPoint }) {
  const { buckets, bucket_seconds: seconds } = series;
  const { at, on } = usePointer(buckets.length);
  const most = Math.max(0, ...buckets.map((bucket) => bucket.completed));
  const end = Math.max(STEPS, ceiling(most, STEPS));
  const mostBelow = Math.max(0, ...buckets.map((bucket) => bucket.failed + bucket.cancelled));
  const unit = Math.min(BELOW_UNIT, BELOW_HEIGHT / Math.max(1, mostBelow));
  const bars = buckets.map((bucket, i) => html`<${Bar} key=${bucket.at} bucket=${bucket} x=${i / buckets.length} width=${1 / buckets.length} scale=${(AXIS - TOP) / end} unit=${unit} />`);
  return html`<div class="chart tall" role="img" aria-label=${sentence(buckets, seconds)}>
    <div class="y abs" aria-hidden="true">${Array.from({ length: STEPS + 1 }, (_, i) => html`<span key=${i}>${count((end * (STEPS - i)) / STEPS)}</span>`)}</div>
    <svg aria-hidden="true" ...${track(on, onPoint)}>
      ${Array.from({ length: STEPS }, (_, i) => html`<line key=${i} class="grid-l" x1="0" x2="100%" y1=${level(i)} y2=${level(i)} />`)}
      ${at !== undefined && html`<rect class="at" x=${percentage(at / buckets.length)} width=${percentage(1 / buckets.length)} y="12" height="284" />`}
      ${bars}
      <line class="base" x1="0" x2="100%" y1="240.5" y2="240.5" />
    </svg>
    <${TimeAxis} buckets=${buckets} bucketSeconds=${seconds} />
  </div>`;
}

function track(on, onPoint) {
  return {
    onPointerMove: (event) => {
      on.onPointerMove(event);
      const box = event.currentTarget.getBoundingClientRect();
      onPoint?.((event.clientX - box.left) / box.width);
    },
    onPointerLeave: () => {
      on.onPointerLeave();
      onPoint?.(undefined);
    },
  };
}

function level(step) {
  return (TOP + ((AXIS - TOP) * step) / STEPS).toFixed(1);
}

function percentage(share) {
  return `${(share * 100).toFixed(3)}%`;
}

function Bar({ bucket, x, width, scale, unit }) {
  const place = { x: percentage(x + width * 0.14), width: percentage(width * 0.72) };
  const height = bucket.completed * scale;
  const failed = bucket.failed * unit;
  return html`${height > 0 && html`<rect class="f-ok" ...${place} y=${(AXIS - height).toFixed(1)} height=${height.toFixed(1)} />`}
    ${failed > 0 && html`<rect class="f-bad" ...${place} y=${BELOW_FROM} height=${failed.toFixed(1)} />`}
    ${bucket.cancelled > 0 && html`<rect class="b-dead" ...${place} y=${(BELOW_FROM + failed).toFixed(1)} height=${(bucket.cancelled * unit).toFixed(1)} />`}`;
}

function sentence(buckets, seconds) {
  const sum = (field) => buckets.reduce((total, bucket) => total + bucket[field], 0);
  const worst = buckets.reduce((most, bucket) => (bucket.failed > (most?.failed ?? 0) ? bucket : most), undefined);
  const peak = worst ? ` with a peak at ${bucketTime(worst, seconds)}` : "";
  return `Finished tasks over time: ${count(sum("completed"))} completed, ${plural(sum("failed"), "failure")}${peak}, ${count(sum("cancelled"))} cancelled`;
}
