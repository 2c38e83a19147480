// How many tasks are in each status: the unfinished ones now, the finished ones of the span.
import { html } from "../lib/html.js";
import { count } from "../lib/numbers.js";
import { link } from "../lib/route.js";
import { OVER, STATUSES, UNDER_WAY } from "../lib/statuses.js";
import { Panel } from "../parts/Panel.js";
import { Status } from "../parts/Status.js";

export function StatusDistribution({ counts, finished, words, span }) {
  const ended = { COMPLETED: finished.completed, FAILED: finished.failed, CANCELLED: finished.cancelled };
  return html`<${Panel} title="Tasks by status"><div class="dist">
    <p class="cap">Now</p><${Bars} statuses=${UNDER_WAY} values=${counts} />
    <p class="cap">${words}</p><${Bars} statuses=${OVER} values=${ended} span=${span} />
  </div><//>`;
}

function Bars({ statuses, values, span }) {
  const most = Math.max(1, ...statuses.map((status) => values[status] ?? 0));
  return statuses.map((status) => {
    const value = values[status] ?? 0;
    const width = value ? Math.max(0.8, (value / most) * 100) : 0;
    return html`<a key=${status} href=${link("/tasks", { status, span: span ?? "" })}><${Status} status=${status} quiet /><svg class="b" aria-hidden="true"><rect class=${STATUSES[status].look} height="8" width=${`${width.toFixed(1)}%`} /></svg><span class=${value ? "num" : "num mute"}>${count(value)}</span></a>`;
  });
}
