// One task: why it waits, what was said, what ran. Left the conversation, right the waterfall.
import { html, useEffect, useRef, useState } from "../lib/html.js";
import { useKeys } from "../lib/keys.js";
import { go, link, taskLink } from "../lib/route.js";
import { copy } from "../lib/say.js";
import { shortId } from "../lib/ids.js";
import { Blank } from "../parts/Blank.js";
import { Skeleton } from "../parts/Skeleton.js";
import { Trouble } from "../parts/Trouble.js";
import { useTitle } from "../shell/title.js";
import { BudgetDialog } from "./BudgetDialog.js";
import { CancelDialog } from "./CancelDialog.js";
import { Conversation } from "./Conversation.js";
import { Details } from "./Details.js";
import { ForkDialog } from "./ForkDialog.js";
import { Gauges } from "./Gauges.js";
import { ReasonBar } from "./ReasonBar.js";
import { TaskHead } from "./TaskHead.js";
import { Waterfall } from "./Waterfall.js";
import { useTask } from "./useTask.js";

export function TaskPage({ id }) {
  const { watch, poll } = useTask(id);
  const data = poll.data.value;
  useTitle(data ? `${shortId(id)} ${data.task.agent}` : shortId(id));
  const missing = poll.error.value?.status === 404 || poll.error.value?.status === 400;
  if (missing && !data) return html`<${Missing} id=${id} />`;
  return html`<${Trouble} what="The task" poll=${poll} />
    ${data ? html`<${Found} watch=${watch} data=${data} reload=${poll.reload} />` : !poll.error.value && html`<section class="panel"><${Skeleton} rows=${10} what="Loading the task" /></section>`}`;
}

function Found({ watch, data, reload }) {
  const { task, messages, steps, waits } = data;
  const [dialog, setDialog] = useState(undefined); // {kind, fromTurn?}
  const close = () => setDialog(undefined);
  const changed = () => {
    close();
    reload();
  };
  const ask = (kind, more = {}) => setDialog({ kind, ...more });
  useTaskKeys(task);
  useJump(data);
  return html`<${TaskHead} task=${task} ask=${ask} />
    <${ReasonBar} task=${task} waits=${waits} ask=${ask} reload=${reload} />
    <${Gauges} task=${task} ask=${ask} />
    <nav class="seg only-s" aria-label="Parts"><a href="#conv">Conversation</a><a href="#wf">Waterfall</a><a href="#more">Details</a></nav>
    <div class="cols"><${Conversation} watch=${watch} task=${task} messages=${messages} steps=${steps} waits=${waits} ask=${ask} reload=${reload} />
      <div class="stack side"><${Waterfall} task=${task} steps=${steps} now=${data.now} /><${Details} watch=${watch} task=${task} /></div></div>
    ${dialog?.kind === "cancel" && html`<${CancelDialog} task=${task} onClose=${close} onDone=${changed} />`}
    ${dialog?.kind === "fork" && html`<${ForkDialog} task=${task} fromTurn=${dialog.fromTurn} onClose=${close} />`}
    ${dialog?.kind === "budget" && html`<${BudgetDialog} task=${task} onClose=${close} onDone=${changed} />`}`;
}

function useTaskKeys(task) {
  const focus = (selector) => document.querySelector(selector)?.focus();
  const path = task.path ?? [];
  useKeys({
    c: () => copy(task.id, "Task id"),
    p: () => task.parent_id && go(taskLink(task.parent_id)),
    t: () => path.length > 1 && go(taskLink(path[0].id)),
    s: () => focus("#steer"),
    x: () => focus("#cancel"),
    a: () => focus("#ask .approve"),
    r: () => focus("#ask .reject"),
    ".": () => document.querySelector('.wf [data-state="failed"]')?.focus(),
  });
}

// An address that names a place opens there.
function useJump(data) {
  const done = useRef(false);
  useEffect(() => {
    if (done.current || !data) return;
    done.current = true;
    const name = location.hash.slice(1);
    if (name) document.getElementById(`c-${name}`)?.scrollIntoView({ block: "center" });
  }, [data]);
}

function Missing({ id }) {
  useTitle("No such task");
  return html`<section class="panel"><${Blank} icon="search" title="There is no such task" action=${html`<a class="btn" href=${link("/tasks")}>To the tasks</a>`}>
    <code>${id}</code> never was, has expired, or belongs to an owner whom you may not see.<//></section>`;
}
