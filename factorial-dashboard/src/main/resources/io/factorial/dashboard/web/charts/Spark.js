// A small line without axes: how a number went.
import { html } from "../lib/html.js";

const WIDTH = 100;
const HEIGHT = 28;
const PAD = 2.5;

export function Spark({ values }) {
  const known = values.filter((value) => value !== undefined && value !== null);
  if (known.length < 3) return html`<svg class="spark" aria-hidden="true"></svg>`;
  const top = Math.max(...known) || 1;
  const points = known.map((value, i) => {
    const x = (i / (known.length - 1)) * WIDTH;
    const y = HEIGHT - PAD - (value / top) * (HEIGHT - 2 * PAD);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  const line = "M" + points.join(" L");
  return html`<svg class="spark" viewBox="0 0 100 28" preserveAspectRatio="none" aria-hidden="true">
    <path class="a" d=${`${line} L100 28 L0 28Z`} /><path d=${line} /></svg>`;
}
