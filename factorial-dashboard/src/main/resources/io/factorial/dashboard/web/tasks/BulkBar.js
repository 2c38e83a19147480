// What can be done with the selected tasks, or with all that match. Nothing is done before it was previewed.
import { html, useEffect, useState } from "../lib/html.js";
import { may, post } from "../lib/api.js";
import { count, plural } from "../lib/numbers.js";
import { tell } from "../lib/say.js";
import { isOver, mayRetry } from "../lib/statuses.js";
import { Action } from "../parts/Action.js";
import { Dialog } from "../parts/Dialog.js";
import { Icon } from "../parts/Icon.js";
import { isEmpty, toBody } from "./filter.js";

export function BulkBar({ selected, tasks, filter, more, reload }) {
  const [everything, setEverything] = useState(false);
  const [asked, setAsked] = useState(undefined);
  const { size } = selected.ids;
  useEffect(() => {
    if (size === 0) setEverything(false);
  }, [size]);
  if (size === 0 || !may("operate")) return null;
  const chosen = tasks.filter((task) => selected.ids.has(task.id));
  const able = { cancel: chosen.filter((task) => !isOver(task.status)).length, retry: chosen.filter((task) => mayRetry(task.status)).length };
  const ask = (action) => setAsked({ action, target: everything ? { filter: toBody(filter) } : { ids: [...selected.ids] } });
  const done = () => {
    setAsked(undefined);
    selected.clear();
    reload();
  };
  const number = (action) => (everything ? "all" : count(able[action]));
  return html`<div class="bulk" role="region" aria-label="Selection">
      <b>${everything ? "All that match" : `${count(size)} selected`}</b>
      ${more && !everything && !isEmpty(filter) && html`<button class="linkish nowrap" onClick=${() => setEverything(true)}>Select all that match</button>`}
      <span class="p2">·</span>
      <button class="btn" disabled=${!everything && able.retry === 0} onClick=${() => ask("retry")}>Retry ${number("retry")}</button>
      <button class="btn danger" disabled=${!everything && able.cancel === 0} onClick=${() => ask("cancel")}>Cancel ${number("cancel")}</button>
      <button class="close" aria-label="Clear the selection" onClick=${selected.clear}><${Icon} name="x" small /></button></div>
    ${asked && html`<${Preview} ...${asked} onClose=${() => setAsked(undefined)} onDone=${done} />`}`;
}

const WORDS = { cancel: ["Cancel", "Cancelled", "Keep them"], retry: ["Retry", "Retried", "Leave them"] };

function Preview({ action, target, onClose, onDone }) {
  const [preview, setPreview] = useState(undefined);
  const [problem, setProblem] = useState(undefined);
  const [verb, past, keep] = WORDS[action];
  useEffect(() => {
    const abort = new AbortController();
    post("/tasks/bulk", { action, ...target, dry_run: true }, { abort: abort.signal }).then(setPreview, (failure) => abort.signal.aborted || setProblem(failure));
    return () => abort.abort();
  }, []);
  const run = async () => {
    const { done, left, left_total: leftTotal } = await post("/tasks/bulk", { action, ...target });
    const alone = leftTotal ?? left.length;
    tell(`${past} ${plural(done, "task")}.${alone ? ` ${count(alone)} ${alone === 1 ? "was" : "were"} left alone.` : ""}`);
    onDone();
  };
  return html`<${Dialog} title=${`${verb} these tasks?`} onClose=${onClose}>
    ${problem && html`<p class="err" role="alert"><${Icon} name="warn" />${problem.message}</p>`}
    ${preview ? html`<${Sentence} preview=${preview} action=${action} verb=${verb} />` : !problem && html`<p class="soft" aria-busy="true">Counting…</p>`}
    <div class="row wrap"><${Action} class=${`btn ${action === "cancel" ? "danger" : "primary"}`} disabled=${!preview || preview.done === 0} run=${run}>${verb} ${preview ? plural(preview.done, "task") : ""}<//><button class="btn" onClick=${onClose}>${keep}</button></div>
  <//>`;
}

function Sentence({ preview, action, verb }) {
  const { matched, done, left = [], left_total: leftTotal, children } = preview;
  const alone = leftTotal ?? left.length;
  const why = action === "cancel" ? "have already ended" : "did not fail";
  return html`<p><b>${verb} ${count(done)} of ${plural(matched, "task")}?</b> <span class="soft">${alone > 0 && `${count(alone)} ${why} and ${alone === 1 ? "is" : "are"} left alone. `}${children > 0 && `${plural(children, "child", "children")} are cancelled too. `}${action === "cancel" && done > 0 && "Running calls are interrupted."}</span></p>
    ${left.length > 0 && html`<details><summary class="soft">What is left alone</summary><ul class="left">${left.map((each) => html`<li key=${each.id}><code>${each.id}</code> <span class="soft">${each.why}</span></li>`)}</ul></details>`}`;
}
