// One question to a person: approve, edit and approve, reject, or give the result. The first answer wins.
import { html, useMemo, useRef, useState } from "../lib/html.js";
import { may, post, segment } from "../lib/api.js";
import { diffLines } from "../lib/diff.js";
import { pretty } from "../lib/exact.js";
import { tell } from "../lib/say.js";
import { time } from "../lib/time.js";
import { Action } from "../parts/Action.js";
import { Left } from "../parts/Age.js";
import { Icon } from "../parts/Icon.js";
import { Prose } from "../parts/Prose.js";
import { isInDoubt, verb, waitKey } from "./waits.js";

// `roomy`: on the inbox's own panel, with the difference beside the arguments.
export function Ask({ wait, id, roomy = false, onAnswered }) {
  const heading = `ask-${waitKey(wait).replace(/[^\w-]/g, "-")}`;
  const body = wait.kind === "deferred_tool" ? html`<${Result} wait=${wait} roomy=${roomy} onAnswered=${onAnswered} />` : html`<${Approval} wait=${wait} roomy=${roomy} onAnswered=${onAnswered} />`;
  if (roomy) return body;
  return html`<section class="ask" id=${id} aria-labelledby=${heading} tabindex="-1"><header><${Icon} name=${isInDoubt(wait) ? "warn" : "tools"} /><h3 id=${heading}>${verb(wait)} <code>${wait.tool}</code>?</h3><span class="grow"></span><${Left} until=${wait.deadline} after=", then it ends by itself" /></header><div class="b">${body}</div></section>`;
}

export function Why({ wait }) {
  return html`${wait.question ? html`Asked because: <${Prose} text=${sentence(wait.question)} />` : wait.kind === "deferred_tool" ? "The agent waits for a result from outside." : "This tool asks before it runs."}`;
}

function sentence(text) {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function Approval({ wait, roomy, onAnswered }) {
  const original = useMemo(() => pretty(wait.arguments), [wait.arguments_hash]);
  const [text, setText] = useState(original);
  const [reason, setReason] = useState("");
  const [rejecting, setRejecting] = useState(false);
  const note = useRef();
  const { outcome, guarded } = useOutcome(onAnswered);
  const edited = text !== original;
  const invalid = edited ? objectProblem(text) : undefined;
  const address = `/waits/${segment(wait.task_id)}/${segment(wait.call_id)}`;
  const approve = guarded("Approved.", () => {
    const hash = JSON.stringify(wait.arguments_hash);
    return post(`${address}/approve`, undefined, { raw: edited ? `{"arguments_hash":${hash},"arguments":${text}}` : `{"arguments_hash":${hash}}` });
  });
  const reject = guarded("Rejected.", () => post(`${address}/reject`, { arguments_hash: wait.arguments_hash, reason: reason.trim() }));
  const startReject = async () => {
    setRejecting(true);
    if (reason.trim()) await reject();
    else requestAnimationFrame(() => note.current?.focus());
  };
  if (outcome) return html`<${Outcome} outcome=${outcome} />`;
  const operates = may("operate");
  const parameters = html`<label class="field"><span>Arguments ${operates && html`<span class="mute">edit to change what runs</span>`}</span><textarea class="mono" rows=${Math.min(16, Math.max(roomy ? 8 : 4, text.split("\n").length))} value=${text} readonly=${!operates} spellcheck="false" aria-invalid=${invalid ? "true" : undefined} onInput=${(event) => setText(event.target.value)}></textarea>${invalid && html`<span class="err" role="alert">${invalid}</span>`}</label>`;
  const change = edited && !invalid && html`<${Change} before=${original} after=${text} />`;
  const noteField = html`<label class="field"><span>Note to the agent <span class="mute">needed when you reject</span></span><textarea rows=${roomy ? 3 : 2} ref=${note} placeholder="Why" value=${reason} onInput=${(event) => setReason(event.target.value)}></textarea></label>`;
  return html`${!roomy && html`<p class="soft"><${Why} wait=${wait} />${isInDoubt(wait) ? "" : " Nothing has run yet; the stored call runs once, with exactly these arguments."}</p>`}
    ${roomy ? html`<div class="g-form">${parameters}<div class="stack">${change}${operates && noteField}</div></div>` : html`${parameters}${change}${rejecting && noteField}`}
    ${operates && html`<div class="row wrap acts"><${Action} class="btn primary approve" disabled=${Boolean(invalid)} run=${approve}>${edited ? "Approve with your edit" : "Approve"}<kbd>a</kbd><//>
      ${edited && html`<button class="btn" onClick=${() => setText(original)}>Undo the edit</button>`}
      <${Action} class="btn danger reject" disabled=${rejecting && !reason.trim()} run=${startReject}>${rejecting || roomy ? "Reject" : "Reject with a reason"}<kbd>r</kbd><//>
      <span class="grow"></span>${roomy ? html`<span class="mute kh"><kbd>j</kbd> <kbd>k</kbd> next and previous</span>` : !edited && html`<span class="mute kh">Change the arguments to edit and approve</span>`}</div>`}`;
}

function Result({ wait, onAnswered }) {
  const [text, setText] = useState("");
  const { outcome, guarded } = useOutcome(onAnswered);
  const complete = guarded("Given to the agent.", () => {
    const raw = isJson(text) ? text : JSON.stringify(text);
    return post(`/waits/${segment(wait.task_id)}/${segment(wait.call_id)}/complete`, undefined, { raw: `{"result":${raw}}` });
  });
  if (outcome) return html`<${Outcome} outcome=${outcome} />`;
  const given = pretty(wait.arguments);
  return html`${given !== "{}" && html`<div class="field"><span class="lab">What the agent asked for</span><pre class="block">${given}</pre></div>`}
    ${may("operate") && html`<label class="field"><span>Result <span class="mute">text, or JSON</span></span><textarea class="mono" rows="5" value=${text} onInput=${(event) => setText(event.target.value)}></textarea></label>
    <div class="row wrap acts"><${Action} class="btn primary approve" disabled=${!text.trim()} run=${complete}>Give this result<kbd>a</kbd><//></div>`}`;
}

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function objectProblem(text) {
  try {
    const value = JSON.parse(text);
    return value !== null && typeof value === "object" && !Array.isArray(value) ? undefined : "Arguments are one JSON object.";
  } catch (failure) {
    return `This is no JSON yet: ${failure.message}`;
  }
}

function Change({ before, after }) {
  const lines = diffLines(before, after).filter((line) => line.kind !== "same");
  return html`<div class="field"><span class="lab">Your change</span><pre class="diff">${lines.map((line, i) => html`<span key=${i} class=${line.kind}>${line.kind === "del" ? "- " : "+ "}${line.text}${"\n"}</span>`)}</pre></div>`;
}

// A conflict is an answer, not an error: somebody was faster, or the call changed.
function useOutcome(onAnswered) {
  const [outcome, setOutcome] = useState(undefined);
  const guarded = (words, run) => async () => {
    try {
      await run();
      tell(words);
      onAnswered?.();
    } catch (problem) {
      if (problem.status !== 409 && problem.status !== 410 && problem.status !== 404) throw problem;
      setOutcome(problem);
      tell(`${outcomeWords(problem)} ${UNUSED}`, "backoff"); // stays when the question leaves the page
      onAnswered?.();
    }
  };
  return { outcome, guarded };
}

const UNUSED = "Your answer was not used.";

function outcomeWords(outcome) {
  const { by, at } = outcome.document;
  const known = {
    already_answered: `Already answered${by ? ` by ${by}` : ""}${at ? ` at ${time(Date.parse(at))}` : ""}.`,
    changed: "The call has changed since you saw it.",
  };
  return known[outcome.code] ?? (outcome.status === 404 ? "This question is gone." : "This question is closed.");
}

function Outcome({ outcome }) {
  return html`<div class="note completed" role="status"><${Icon} name="completed" /><span><b>${outcomeWords(outcome)}</b> <span class="soft">${UNUSED}</span></span></div>`;
}
