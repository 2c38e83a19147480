// The worker processes: alive or silent, how loaded, how long.
import { html } from "../lib/html.js";
import { shortWorker } from "../lib/ids.js";
import { about, count, duration } from "../lib/numbers.js";
import { now } from "../lib/time.js";
import { Badge } from "../parts/Badge.js";
import { Blank } from "../parts/Blank.js";
import { Meter } from "../parts/Meter.js";
import { Panel } from "../parts/Panel.js";

export function WorkersTable({ workers }) {
  return html`<${Panel} title="Workers" aside=${workers.length} id="workers">
    ${workers.length === 0
      ? html`<${Blank} icon="warn" title="No worker is running">Tasks wait in the queue until a program starts an orchestrator with runners.<//>`
      : html`<div class="scroll" tabindex="0" role="region" aria-label="Table of workers"><table><thead><tr><th>Worker</th><th class="p2">Process</th><th>State</th><th class="num">Load</th><th class="num">Heartbeat</th><th class="p2">Note</th><th class="num p2">Up</th></tr></thead>
        <tbody>${workers.map((worker) => html`<${WorkerRow} key=${worker.id} worker=${worker} />`)}</tbody></table></div>`}
  <//>`;
}

function WorkerRow({ worker }) {
  const alive = worker.state === "alive";
  const process = [worker.host, worker.process].filter(Boolean).join(" · ");
  return html`<tr><td class="strong mono" title=${worker.id}>${shortWorker(worker.id)}</td><td class="p2 soft" title=${worker.version && `version ${worker.version}`}>${process}</td>
    <td>${alive ? html`<${Badge} look="completed" icon="completed">Alive<//>` : html`<${Badge} look="backoff" icon="warn" loud>Silent<//>`}</td>
    <td class="num"><${Meter} used=${worker.slots ? worker.load / worker.slots : 0} />${count(worker.load)} / ${count(worker.slots)}</td>
    <td class="num"><${Since} at=${worker.last_heartbeat} /></td>
    <td class="soft p2">${worker.note ?? (worker.agents?.length ? html`<span class="mute">serves ${worker.agents.join(", ")}</span>` : "")}</td>
    <td class="num p2 mute">${worker.started_at ? upFor((now.value - Date.parse(worker.started_at)) / 1000) : "–"}</td></tr>`;
}

function Since({ at }) {
  if (!at) return html`<span class="mute">–</span>`;
  return html`<time datetime=${at} title=${at}>${duration((now.value - Date.parse(at)) / 1000)} ago</time>`;
}

function upFor(seconds) {
  return seconds < 86_400 ? about(seconds) : duration(seconds, 0);
}
