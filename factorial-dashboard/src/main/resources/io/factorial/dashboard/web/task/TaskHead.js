// Where the task stands in its tree, what it was asked, and its facts.
import { html } from "../lib/html.js";
import { may } from "../lib/api.js";
import { shortId, shortWorker } from "../lib/ids.js";
import { link, taskLink } from "../lib/route.js";
import { copy } from "../lib/say.js";
import { isOver } from "../lib/statuses.js";
import { Took } from "../parts/Age.js";
import { Icon } from "../parts/Icon.js";
import { Moment } from "../parts/Moment.js";
import { Status } from "../parts/Status.js";

const LONGEST_TITLE = 240;

export function TaskHead({ task, ask }) {
  const above = (task.path ?? []).filter((each) => each.id !== task.id);
  const over = isOver(task.status);
  const title = task.query || task.id;
  return html`<nav class="crumbs" aria-label="Path to the root"><a href=${link("/tasks")}>Tasks</a><span aria-hidden="true">›</span>
      ${above.map((each) => html`<a key=${each.id} href=${taskLink(each.id)} title=${each.query}><${Icon} name="children" small /> ${each.agent} ${shortId(each.id)}</a><span aria-hidden="true">›</span>`)}<span class="mono">${shortId(task.id)}</span></nav>
    <div class="task-head"><h1 title=${title}>${title.length > LONGEST_TITLE ? title.slice(0, LONGEST_TITLE) + "…" : title}</h1>
      ${may("operate") && html`<div class="row wrap"><button class="btn" onClick=${() => ask("fork")}><${Icon} name="fork" small />Fork</button>${!over && html`<button class="btn danger" id="cancel" onClick=${() => ask("cancel")}>Cancel<kbd>x</kbd></button>`}</div>`}
      <div class="facts"><${Status} status=${task.status} attempt=${task.attempt} /><span>${task.agent}${task.agent_version && ` ${task.agent_version}`}</span><span>for <a href=${link("/tasks", { owner: task.owner })}>${task.owner}</a></span>
        <span class="id mono">${task.id}<button class="copy" aria-label="Copy the task id" onClick=${() => copy(task.id, "Task id")}><${Icon} name="copy" small /></button></span>
        <span class="nowrap">${task.started_at ? html`started <${Moment} at=${task.started_at} />` : html`created <${Moment} at=${task.created_at} />`}</span>
        <span class="nowrap">${over ? html`took <${Took} from=${task.created_at} to=${task.ended_at} />` : html`<${Took} from=${task.created_at} /> old`}</span>
        <span class="nowrap">${place(task)}</span>
        ${task.worker && html`<span class="nowrap">on <span class="mono" title=${task.worker}>${shortWorker(task.worker)}</span></span>`}
        ${task.batch_id && html`<a href=${link("/tasks", { batch: task.batch_id })}>batch</a>`}
        ${Object.entries(task.labels ?? {}).map(([name, value]) => html`<span key=${name} class="tok label">${name}: ${value}</span>`)}</div></div>`;
}

function place(task) {
  if (!task.started_at) return "not started";
  const turn = `turn ${task.turn + 1}`;
  return task.fence > 1 ? `${turn}, fence ${task.fence}` : turn;
}
