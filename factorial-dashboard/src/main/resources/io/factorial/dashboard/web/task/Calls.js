// The tools that one answer called, in one frame; children have a frame of their own.
import { html, useEffect, useState } from "../lib/html.js";
import { glance, pretty, prettyText } from "../lib/exact.js";
import { shortId } from "../lib/ids.js";
import { count, duration, plural, usd } from "../lib/numbers.js";
import { hash, select, taskLink } from "../lib/route.js";
import { now } from "../lib/time.js";
import { Icon } from "../parts/Icon.js";
import { Status } from "../parts/Status.js";
import { Text } from "./Message.js";
import { place } from "./turns.js";

export function Calls({ calls, turn, expanded }) {
  const tools = calls.filter((call) => !isChild(call));
  const children = calls.filter(isChild);
  return html`${tools.length > 0 && html`<div class="calls">${tools.length > 1 && html`<div class="cap">${plural(tools.length, "tool")} in parallel${wall(tools)}</div>`}${tools.map((call) => html`<${Call} key=${call.call.id} ...${call} turn=${turn} expanded=${expanded} />`)}</div>`}
    ${children.map((call) => html`<div class="calls kid" key=${call.call.id}><${Call} ...${call} turn=${turn} expanded=${expanded} child /></div>`)}`;
}

function isChild({ steps }) {
  return steps.some((step) => step.kind === "child");
}

function wall(calls) {
  const steps = calls.flatMap((call) => call.steps);
  if (steps.length === 0 || steps.some((step) => !step.ended_at)) return "";
  const from = Math.min(...steps.map((step) => Date.parse(step.started_at)));
  const to = Math.max(...steps.map((step) => Date.parse(step.ended_at)));
  return ` · ${duration((to - from) / 1000)}`;
}

function Call({ call, result, steps, turn, expanded, child = false }) {
  const last = steps.at(-1);
  const tries = steps.filter((step) => step.kind === "tool").length;
  const [open, setOpen] = useState(child);
  useEffect(() => {
    if (expanded !== undefined) setOpen(expanded);
  }, [expanded]);
  const name = last ? place(turn, last) : undefined;
  const onToggle = (event) => setOpen(event.currentTarget.open);
  return html`<details class="call" open=${open} onToggle=${onToggle} id=${name && `c-${name}`} data-here=${name && hash.value === name ? "" : undefined}>
    <summary onClick=${() => name && select(name)}><${Icon} name="right" small class="tri" /><span class="fn">${call.name}</span><span class="arg trunc">${glance(call.arguments ?? {}) || (argumentsOf(call) === "{}" ? "" : argumentsOf(call))}</span>${tries > 1 && html`<span class="mute nowrap">${count(tries)} attempts</span>`}<${Outcome} result=${result} step=${last} child=${child} /><${Duration} steps=${steps} /></summary>
    ${open && html`<div class="io"><${Inside} call=${call} result=${result} steps=${steps} child=${child} /></div>`}
  </details>`;
}

function Outcome({ result, step, child }) {
  if (result) {
    const look = result.error ? "failed" : "completed";
    return child && !result.error ? html`<${Status} status="COMPLETED" />` : html`<span class=${`st ${look}`} title=${result.error ? "failed" : "done"}><${Icon} name=${look} /><span class="vh">${result.error ? "failed" : "done"}</span></span>`;
  }
  if (step?.state === "waiting") return html`<${Status} status=${child ? "PENDING_CHILD_TASKS" : "PENDING_TOOL_RESULTS"} />`;
  if (step?.state === "running") return html`<span class="st processing" title="running"><${Icon} name="processing" />Running</span>`;
  return null;
}

function Duration({ steps }) {
  if (steps.length === 0) return null;
  const from = Math.min(...steps.map((step) => Date.parse(step.started_at)));
  const open = steps.some((step) => !step.ended_at);
  const to = open ? now.value : Math.max(...steps.map((step) => Date.parse(step.ended_at)));
  return html`<span class="num soft nowrap">${duration((to - from) / 1000, open ? 0 : 1)}</span>`;
}

// What the model wrote need not be an object, nor JSON at all: then its text is shown.
function argumentsOf(call) {
  const written = call.arguments_text?.trim() ?? "";
  const kept = Object.keys(call.arguments ?? {}).length > 0 || written === "" || written === "{}";
  return kept ? pretty(call.arguments ?? {}) : written;
}

const LONGEST_RESULT = 20_000;

function Inside({ call, result, steps, child }) {
  const given = argumentsOf(call);
  const failures = steps.filter((step) => step.error && step.ended_at);
  const children = [...new Set(steps.flatMap((step) => step.child_ids ?? []))];
  const short = child && Object.keys(call.arguments ?? {}).length === 1; // the line above shows it whole
  return html`${given !== "{}" && !short && html`<span class="lab">Arguments</span><pre>${given}</pre>`}
    ${result && (child && !result.error ? html`<${Text} text=${result.text} />` : html`<span class="lab">${result.error ? "Error" : "Result"}</span><${Result} text=${result.text ?? ""} />`)}
    ${children.length > 0 && html`<p class="mute">${children.length === 1 ? "Child task" : "Child tasks"} ${children.map((id) => html`<a key=${id} href=${taskLink(id)} title=${id}>${shortId(id)}</a> `)}<${Spent} steps=${steps} /></p>`}
    ${failures.map((step) => html`<p class="mute" key=${step.id}>Attempt ${(step.attempt ?? 0) + 1}: ${String(step.error.message ?? step.error)}</p>`)}`;
}

function Result({ text }) {
  const [whole, setWhole] = useState(false);
  const long = text.length > LONGEST_RESULT && !whole;
  return html`<pre>${long ? text.slice(0, LONGEST_RESULT) : prettyText(text)}</pre>${long && html`<button class="linkish" onClick=${() => setWhole(true)}>Show all ${count(text.length)} characters</button>`}`;
}

function Spent({ steps }) {
  const tokens = steps.reduce((sum, step) => sum + (step.input_tokens ?? 0) + (step.output_tokens ?? 0), 0);
  const cost = steps.reduce((sum, step) => sum + Number(step.cost_usd ?? 0), 0);
  return html`${tokens > 0 && ` · ${count(tokens)} tokens`}${cost > 0 && ` · ${usd(cost, 4)} USD`}`;
}
