// Up to three lines over time, told apart by dash too; a second axis on the right where units differ.
import { html } from "../lib/html.js";
import { ceiling } from "../lib/numbers.js";
import { TimeAxis } from "./TimeAxis.js";

const TOP = 6.5;
const BOTTOM = 128.5;
const HEIGHT = 132;
const STEPS = 2;

// lines: [{values, look, axis: "left" | "right"}]; axes: {left: format, right?: format}
export function LineChart({ series, lines, axes, label, at, onPoint }) {
  const { buckets, bucket_seconds: seconds } = series;
  const ends = {};
  for (const side of Object.keys(axes)) {
    const values = lines.filter((line) => (line.axis ?? "left") === side).flatMap((line) => line.values.filter((value) => value > 0));
    ends[side] = ceiling(Math.max(0, ...values), STEPS);
  }
  const last = Math.max(1, buckets.length - 1);
  const move = (event) => {
    const box = event.currentTarget.getBoundingClientRect();
    onPoint((event.clientX - box.left) / box.width);
  };
  return html`<div class=${`chart low${axes.right ? " two" : ""}`} role="img" aria-label=${label}>
    <${Axis} end=${ends.left} format=${axes.left} />
    <svg aria-hidden="true" onPointerMove=${move} onPointerLeave=${() => onPoint(undefined)}>
      <line class="base" x1="0" x2="100%" y1=${BOTTOM} y2=${BOTTOM} />
      <line class="grid-l" x1="0" x2="100%" y1="67.5" y2="67.5" /><line class="grid-l" x1="0" x2="100%" y1=${TOP} y2=${TOP} />
      <svg x="0" y="0" width="100%" height=${HEIGHT} viewBox=${`0 0 ${last} ${HEIGHT}`} preserveAspectRatio="none">
        ${lines.map((line) => html`<path key=${line.look} class=${`ln ${line.look}`} d=${path(line.values, ends[line.axis ?? "left"])} />`)}
      </svg>
      ${at !== undefined && html`<line class="cross" x1=${`${(at / last) * 100}%`} x2=${`${(at / last) * 100}%`} y1="0" y2=${BOTTOM} />`}
    </svg>
    ${axes.right && html`<${Axis} end=${ends.right} format=${axes.right} side="r" />`}
    <${TimeAxis} buckets=${buckets} bucketSeconds=${seconds} />
  </div>`;
}

function Axis({ end, format, side = "" }) {
  return html`<div class=${`y ${side}`.trimEnd()} aria-hidden="true"><span>${format(end)}</span><span>${format(end / 2)}</span><span>${format(0)}</span></div>`;
}

// A value that is not known leaves a gap.
function path(values, end) {
  let drawing = false;
  return values
    .map((value, i) => {
      if (value === undefined || value === null) {
        drawing = false;
        return "";
      }
      const y = BOTTOM - (value / end) * (BOTTOM - TOP);
      const point = `${i} ${y.toFixed(1)}`;
      const first = !drawing;
      drawing = true;
      return first ? `M${point}h0` : `L${point}`; // h0: a lone point is a dot
    })
    .join(" ");
}
