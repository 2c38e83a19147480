// Five moments below a chart.
import { html } from "../lib/html.js";
import { day, minute } from "../lib/time.js";

const MARKS = 5;
const DAYS_FROM_SECONDS = 2 * 86_400;

export function TimeAxis({ buckets, bucketSeconds }) {
  if (buckets.length === 0) return null;
  const long = buckets.length * bucketSeconds > DAYS_FROM_SECONDS;
  const marks = Math.min(MARKS, buckets.length);
  const picked = Array.from({ length: marks }, (_, i) => buckets[Math.round((i * (buckets.length - 1)) / Math.max(1, marks - 1))]);
  return html`<div class="ax" aria-hidden="true">${picked.map((bucket) => {
    const at = Date.parse(bucket.at);
    return html`<span key=${bucket.at}>${long ? day(at) : minute(at)}</span>`;
  })}</div>`;
}

export function bucketTime(bucket, bucketSeconds) {
  const at = Date.parse(bucket.at);
  return bucketSeconds >= 3600 ? `${day(at)} ${minute(at)}` : minute(at);
}
