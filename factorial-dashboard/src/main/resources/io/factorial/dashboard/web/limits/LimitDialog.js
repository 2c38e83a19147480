// Sets the limits of an owner, an agent or a model; an empty field lifts one.
import { html, useState } from "../lib/html.js";
import { put, segment } from "../lib/api.js";
import { tell } from "../lib/say.js";
import { Action } from "../parts/Action.js";
import { Dialog } from "../parts/Dialog.js";
import { Icon } from "../parts/Icon.js";

export const KINDS = {
  owner: { word: "Owner", path: "owners", fields: { weight: "Weight, 1 where nothing is set", max_tasks: "Running tasks at most" } },
  agent: { word: "Agent", path: "agents", fields: { max_tasks: "Running tasks at most" } },
  model: { word: "Model", path: "models", fields: { requests_per_minute: "Requests per minute", tokens_per_minute: "Tokens per minute" } },
};

export function LimitDialog({ limit, onClose, onDone }) {
  const [kind, setKind] = useState(limit?.kind ?? "owner");
  const [name, setName] = useState(limit?.name ?? "");
  const { path, fields } = KINDS[kind];
  const [values, setValues] = useState(limit ?? {});
  const [problem, setProblem] = useState(undefined);
  const run = async () => {
    const body = Object.fromEntries(Object.keys(fields).map((field) => [field, values[field] === undefined || values[field] === null || values[field] === "" ? null : Number(values[field])]));
    await put(`/limits/${path}/${segment(name.trim())}`, body);
    tell(`The limits of ${name.trim()} are set.`);
    onDone();
  };
  return html`<${Dialog} title=${limit ? `Limits of ${limit.name}` : "New limit"} onClose=${onClose}><form class="stack" onSubmit=${(event) => event.preventDefault()}>
    ${!limit && html`<label class="field"><span>Of what</span><select value=${kind} onChange=${(event) => setKind(event.target.value)}>${Object.entries(KINDS).map(([key, { word }]) => html`<option key=${key} value=${key}>${word}</option>`)}</select></label>
    <label class="field"><span>Name</span><input class="in" value=${name} autocomplete="off" onInput=${(event) => setName(event.target.value)} /></label>`}
    ${Object.entries(fields).map(([field, word]) => html`<label class="field" key=${field}><span>${word}</span><input class="in" type="number" min="1" step="1" value=${values[field] ?? ""} onInput=${(event) => setValues({ ...values, [field]: event.target.value })} /></label>`)}
    ${problem && html`<p class="err" role="alert"><${Icon} name="warn" />${problem.message}</p>`}
    <div class="row"><${Action} type="submit" class="btn primary" disabled=${!name.trim()} run=${run} onProblem=${setProblem}>Set<//><button type="button" class="btn" onClick=${onClose}>Close</button></div></form><//>`;
}
