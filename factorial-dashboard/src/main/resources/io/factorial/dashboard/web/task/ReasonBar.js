// Why the task does not go on, or how it ended, and the one next action.
import { html } from "../lib/html.js";
import { may, post, segment } from "../lib/api.js";
import { tell } from "../lib/say.js";
import { STATUSES } from "../lib/statuses.js";
import { Action } from "../parts/Action.js";
import { Icon } from "../parts/Icon.js";
import { Moment } from "../parts/Moment.js";
import { Prose } from "../parts/Prose.js";
import { Ago } from "../parts/Age.js";
import { isPersonal, verb } from "../inbox/waits.js";

export function ReasonBar({ task, waits, ask, reload }) {
  const personal = waits.filter(isPersonal);
  const { look } = STATUSES[task.status] ?? { look: "queued" };
  const operates = may("operate");
  const [words, action] = personal.length > 0 ? [html`<${ForPerson} waits=${personal} />`, html`<a class="btn primary" href="#ask">Answer</a>`] : WORDS[task.status]?.(task, ask, reload) ?? [];
  if (!words) return null;
  return html`<div class=${`reason ${personal.length ? "tools" : look}`}><${Icon} name=${personal.length ? "tools" : look} /><span class="grow">${words}</span>${operates && action}</div>`;
}

function ForPerson({ waits }) {
  const [first, ...others] = waits;
  return html`<b>Waits for a person:</b> ${verb(first).toLowerCase() === "complete" ? "the result" : "approval"} of <code>${first.tool}</code>${others.length > 0 && ` and ${others.length} more`}. Asked <${Ago} at=${first.since} />${first.deadline && html`; ends by itself at <${Moment} at=${first.deadline} />`}.`;
}

function said(task) {
  return html`<${Prose} text=${task.now_text ?? task.reason ?? ""} />`;
}

function waiting(word) {
  return (task) => (task.now_text || task.reason ? [html`<b>${word}</b> ${said(task)}`] : []);
}

const WORDS = {
  QUEUED: waiting("Waits for a worker:"),
  BACKOFF: waiting("Tries again later:"),
  PENDING_TOOL_RESULTS: waiting("Waits for a tool:"),
  PENDING_CHILD_TASKS: waiting("Waits for its children:"),
  PAUSED: (task, ask, reload) => {
    const budget = /budget|exceeded|turns/i.test(task.reason ?? "");
    const resume = html`<${Action} class=${budget ? "btn" : "btn primary"} run=${() => goOn(task, "resume", "It goes on.", reload)}>Resume<//>`;
    return [html`<b>Paused:</b> ${said(task)}`, html`${resume}${budget && html`<button class="btn primary" onClick=${() => ask("budget")}>Raise its budget…</button>`}`];
  },
  FAILED: (task, ask, reload) => [html`<b>Failed:</b> ${task.error && html`<code>${task.error.code}</code> `}${task.error?.message ?? said(task)}`, html`<${Action} class="btn primary" run=${() => goOn(task, "retry", "It is queued again.", reload)}>Retry<//>`],
  CANCELLED: (task) => [html`<b>Cancelled</b>${task.ended_at && html` at <${Moment} at=${task.ended_at} />`}.`],
};

async function goOn(task, action, words, reload) {
  await post(`/tasks/${segment(task.id)}/${action}`, {});
  tell(words);
  reload();
}
