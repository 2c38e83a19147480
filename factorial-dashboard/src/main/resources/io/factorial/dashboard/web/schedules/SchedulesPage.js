// What is enqueued by the clock: which agent, for whom, how often, when next.
import { html, useState } from "../lib/html.js";
import { get, may, remove, segment } from "../lib/api.js";
import { usePoll } from "../lib/live.js";
import { GAP, about, duration, plural } from "../lib/numbers.js";
import { link } from "../lib/route.js";
import { tell } from "../lib/say.js";
import { now } from "../lib/time.js";
import { Action } from "../parts/Action.js";
import { Ago } from "../parts/Age.js";
import { Blank } from "../parts/Blank.js";
import { Dialog } from "../parts/Dialog.js";
import { Icon } from "../parts/Icon.js";
import { Moment } from "../parts/Moment.js";
import { RefreshChoice } from "../parts/RefreshChoice.js";
import { Skeleton } from "../parts/Skeleton.js";
import { Trouble } from "../parts/Trouble.js";
import { useTitle } from "../shell/title.js";
import { ScheduleDialog } from "./ScheduleDialog.js";

const LIVE_MILLIS = 5000;

export function SchedulesPage() {
  useTitle("Schedules");
  const poll = usePoll("schedules", (abort) => get("/schedules", {}, { abort }), { live: LIVE_MILLIS });
  const [dialog, setDialog] = useState(undefined); // {kind: "edit" | "remove", schedule?}
  const schedules = poll.data.value?.schedules;
  const close = () => setDialog(undefined);
  const done = () => {
    close();
    poll.reload();
  };
  const absent = poll.error.value?.status === 404; // an older server
  const add = may("operate") && !absent && html`<button class="btn primary" onClick=${() => setDialog({ kind: "edit" })}><${Icon} name="plus" small />New schedule</button>`;
  return html`<div class="head"><h1>Schedules</h1>${schedules && html`<span class="soft">${plural(schedules.length, "schedule")}</span>`}<span class="grow"></span><${RefreshChoice} />${add}</div>
    ${absent ? html`<section class="panel"><${Blank} icon="clock" title="Schedules are not shown here">This server does not list them over HTTP. Programs make and remove them.<//></section>` : html`<${Trouble} what="The list of schedules" poll=${poll} />`}
    ${schedules ? html`<section class="panel" aria-label="Schedules">${schedules.length ? html`<${Table} schedules=${schedules} setDialog=${setDialog} />` : html`<${Blank} icon="clock" title="No schedule yet" action=${add}>A schedule enqueues a task again and again, by an interval or a cron expression; with exactly one task per tick, whatever the number of processes.<//>`}</section>` : !poll.error.value && html`<section class="panel"><${Skeleton} what="Loading the schedules" /></section>`}
    ${dialog?.kind === "edit" && html`<${ScheduleDialog} schedule=${dialog.schedule} onClose=${close} onDone=${done} />`}
    ${dialog?.kind === "remove" && html`<${RemoveDialog} schedule=${dialog.schedule} onClose=${close} onDone=${done} />`}`;
}

function Table({ schedules, setDialog }) {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table of schedules"><table><thead><tr><th>Name</th><th>When</th><th>Next</th><th class="p2">Last</th><th class="p2">Agent</th><th class="p2">Owner</th><th class="p3 wide">Query</th>${may("operate") && html`<th class="num"><span class="vh">Actions</span></th>`}</tr></thead>
    <tbody>${schedules.map((schedule) => html`<tr key=${schedule.name}><td class="strong">${schedule.name}</td><td>${rhythm(schedule)}</td><td><${Next} at=${schedule.next_at} /></td><td class="p2 soft"><${Ago} at=${schedule.last_at} /></td>
      <td class="p2"><a href=${link("/tasks", { agent: schedule.agent })}>${schedule.agent}</a></td><td class="p2"><a href=${link("/tasks", { owner: schedule.owner })}>${schedule.owner}</a></td><td class="p3 soft wide" title=${schedule.query}>${schedule.query}</td>
      ${may("operate") && html`<td class="num"><button class="btn ghost icon" aria-label=${`Change ${schedule.name}`} onClick=${() => setDialog({ kind: "edit", schedule })}><${Icon} name="edit" small /></button><button class="btn ghost icon" aria-label=${`Remove ${schedule.name}`} onClick=${() => setDialog({ kind: "remove", schedule })}><${Icon} name="x" small /></button></td>`}</tr>`)}</tbody></table></div>`;
}

function Next({ at }) {
  if (!at) return html`<span class="mute">–</span>`;
  const seconds = (Date.parse(at) - now.value) / 1000;
  return html`<${Moment} at=${at} /> <span class="mute">${seconds > 0 ? `in ${about(seconds)}` : "now"}</span>`;
}

function rhythm({ every_seconds: every, cron, zone }) {
  if (every !== undefined) return `every ${duration(every, 0).replace(/ 00\u202f[sm]$/, "").replace(/\u202f$/, GAP)}`;
  return html`<code>${cron}</code> <span class="mute">${zone}</span>`;
}

function RemoveDialog({ schedule, onClose, onDone }) {
  const run = async () => {
    await remove(`/schedules/${segment(schedule.name)}`);
    tell(`Removed ${schedule.name}.`);
    onDone();
  };
  return html`<${Dialog} title=${`Remove ${schedule.name}?`} onClose=${onClose}><p class="soft">Tasks that it enqueued go on; no new one is enqueued.</p><div class="row"><${Action} class="btn danger-fill" run=${run}>Remove the schedule<//><button class="btn" onClick=${onClose}>Keep it</button></div><//>`;
}
