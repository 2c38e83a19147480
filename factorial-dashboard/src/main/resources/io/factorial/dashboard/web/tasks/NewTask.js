// Enqueues a task by hand.
import { html, useRef, useState } from "../lib/html.js";
import { post, session } from "../lib/api.js";
import { go, taskLink } from "../lib/route.js";
import { Action } from "../parts/Action.js";
import { Dialog } from "../parts/Dialog.js";
import { Icon } from "../parts/Icon.js";

export function NewTask({ agents, onClose }) {
  const [agent, setAgent] = useState(agents[0]?.name ?? "");
  const [owner, setOwner] = useState(session.value.owner ?? "");
  const [query, setQuery] = useState("");
  const [problem, setProblem] = useState(undefined);
  const key = useRef(randomKey());
  const enqueue = async () => {
    const task = await post("/tasks", { agent, owner: owner.trim(), query }, { key: key.current });
    onClose();
    go(taskLink(task.id));
  };
  return html`<${Dialog} title="New task" onClose=${onClose}><form class="stack" onSubmit=${(event) => event.preventDefault()}>
    <label class="field"><span>Agent</span>${agents.length ? html`<select value=${agent} onChange=${(event) => setAgent(event.target.value)}>${agents.map(({ name }) => html`<option key=${name}>${name}</option>`)}</select>` : html`<input class="in" value=${agent} onInput=${(event) => setAgent(event.target.value)} />`}</label>
    <label class="field"><span>Owner <span class="mute">the user or tenant whom it is run for</span></span><input class="in" value=${owner} readonly=${Boolean(session.value.owner)} autocomplete="off" onInput=${(event) => setOwner(event.target.value)} /></label>
    <label class="field"><span>Query</span><textarea rows="5" value=${query} onInput=${(event) => setQuery(event.target.value)}></textarea></label>
    ${problem && html`<p class="err" role="alert"><${Icon} name="warn" />${problem.message}</p>`}
    <div class="row"><${Action} type="submit" class="btn primary" disabled=${!agent || !owner.trim() || !query.trim()} run=${enqueue} onProblem=${setProblem}>Enqueue<//><button type="button" class="btn" onClick=${onClose}>Close</button></div>
  </form><//>`;
}

// The same key for each try of this form: pressing twice makes one task.
function randomKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
