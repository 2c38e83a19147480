// Finished tasks over time, of all agents or of one.
import { html, useState } from "../lib/html.js";
import { count } from "../lib/numbers.js";
import { go, withQuery } from "../lib/route.js";
import { FinishedChart } from "../charts/FinishedChart.js";
import { bucketTime } from "../charts/TimeAxis.js";
import { Icon } from "../parts/Icon.js";
import { Panel } from "../parts/Panel.js";

const UNITS = { 1: "second", 60: "minute", 3600: "hour", 86400: "day" };

export function Finished({ overview, agent }) {
  const { series, finished, agents } = overview;
  const [share, setShare] = useState();
  const buckets = series.buckets;
  const bucket = share === undefined ? undefined : buckets[Math.min(buckets.length - 1, Math.max(0, Math.floor(share * buckets.length)))];
  const shown = bucket ?? finished;
  const per = UNITS[series.bucket_seconds] ?? `${series.bucket_seconds / 60} minutes`;
  const names = [...new Set([...agents.map((each) => each.name), ...(agent ? [agent] : [])])];
  const tools = html`<span class="legend">${bucket && html`<span class="strong">${bucketTime(bucket, series.bucket_seconds)}</span>`}
      <span><svg aria-hidden="true"><rect class="f-ok" width="12" height="12" /></svg>Completed ${count(shown.completed)}</span>
      <span><svg aria-hidden="true"><rect class="f-bad" width="12" height="12" /></svg>Failed ${count(shown.failed)}</span>
      <span><svg aria-hidden="true"><rect class="b-dead" width="12" height="12" /></svg>Cancelled ${count(shown.cancelled)}</span></span>
    <span class="choice"><select class="btn ghost" aria-label="Agent of the charts" value=${agent} onChange=${(event) => go(withQuery({ agent: event.target.value }))}>
      <option value="">All agents</option>${names.map((name) => html`<option key=${name} value=${name}>${name}</option>`)}</select><${Icon} name="down" small /></span>`;
  return html`<${Panel} title=${`Finished tasks per ${per}`} tools=${tools}><div class="body"><${FinishedChart} series=${series} onPoint=${setShare} /></div><//>`;
}
