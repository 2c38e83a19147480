// Starts a new task that shares the history before a turn and runs that turn anew.
import { html, useState } from "../lib/html.js";
import { post, segment } from "../lib/api.js";
import { go, taskLink } from "../lib/route.js";
import { tell } from "../lib/say.js";
import { Action } from "../parts/Action.js";
import { Dialog } from "../parts/Dialog.js";
import { Icon } from "../parts/Icon.js";

export function ForkDialog({ task, fromTurn, onClose }) {
  const [turn, setTurn] = useState(fromTurn ?? task.turn);
  const [query, setQuery] = useState("");
  const [model, setModel] = useState("");
  const [problem, setProblem] = useState(undefined);
  const fork = async () => {
    const made = await post(`/tasks/${segment(task.id)}/fork`, { from_turn: Number(turn), ...(query.trim() ? { query: query.trim() } : {}), ...(model.trim() ? { model: model.trim() } : {}) });
    onClose();
    tell("Forked: this is the new task.");
    go(taskLink(made.id));
    scrollTo(0, 0);
  };
  return html`<${Dialog} title="Fork this task" onClose=${onClose}><form class="stack" onSubmit=${(event) => event.preventDefault()}>
    <p class="soft">A new task begins with the history of this one and runs a turn anew. This one is not touched.</p>
    <label class="field"><span>First turn that runs anew</span><select value=${String(turn)} onChange=${(event) => setTurn(event.target.value)}>${Array.from({ length: task.turn + 1 }, (_, i) => html`<option key=${i} value=${String(i)}>Turn ${i + 1}</option>`)}</select></label>
    <label class="field"><span>${Number(turn) === 0 ? "Another query" : "A further message"} <span class="mute">may be left empty</span></span><textarea rows="3" value=${query} onInput=${(event) => setQuery(event.target.value)}></textarea></label>
    <label class="field"><span>Model <span class="mute">that of the agent, where empty</span></span><input class="in mono" value=${model} placeholder="openai:gpt-4.1" autocomplete="off" onInput=${(event) => setModel(event.target.value)} /></label>
    ${problem && html`<p class="err" role="alert"><${Icon} name="warn" />${problem.message}</p>`}
    <div class="row"><${Action} type="submit" class="btn primary" run=${fork} onProblem=${setProblem}>Fork<//><button type="button" class="btn" onClick=${onClose}>Close</button></div></form><//>`;
}
