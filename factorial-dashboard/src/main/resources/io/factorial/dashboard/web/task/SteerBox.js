// Puts a message into the running task, and says when it will be read.
import { html, useRef, useState } from "../lib/html.js";
import { post, segment } from "../lib/api.js";
import { tellProblem } from "../lib/say.js";
import { Action } from "../parts/Action.js";

export function SteerBox({ watch, task, waits }) {
  const [text, setText] = useState("");
  const [interrupts, setInterrupts] = useState(false);
  const form = useRef();
  const send = async () => {
    const content = text.trim();
    if (!content) return;
    await post(`/tasks/${segment(task.id)}/steer`, { messages: [{ role: "user", content }], ...(interrupts ? { mode: "interrupt" } : {}) });
    setText("");
    watch.steered(content);
  };
  const onKeyDown = (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send().catch(tellProblem);
    } else if (event.key === "Escape") {
      event.target.blur();
    }
  };
  return html`<form class="steer" ref=${form} onSubmit=${(event) => event.preventDefault()}><label class="vh" for="steer">Steer this task</label>
    <textarea id="steer" rows=${Math.min(8, Math.max(1, text.split("\n").length))} placeholder="Steer this task: a message to the agent" value=${text} onInput=${(event) => setText(event.target.value)} onKeyDown=${onKeyDown} aria-describedby="steer-when"></textarea>
    <${Action} type="submit" disabled=${!text.trim()} run=${send}>Send<kbd>Ctrl ↵</kbd><//>
    <span class="mute row wrap"><span id="steer-when" class="grow">${interrupts ? "Stops the running call and is read at once." : whenRead(task, waits)}</span>${task.status === "PROCESSING" && html`<label class="row"><input type="checkbox" checked=${interrupts} onChange=${(event) => setInterrupts(event.target.checked)} />Interrupt the running call</label>`}</span></form>`;
}

function whenRead(task, waits) {
  const words = readWhen(task);
  const sentence = words[0].toUpperCase() + words.slice(1);
  return waits.some((wait) => wait.kind === "approval") ? `${sentence}, after the approval.` : `${sentence}.`;
}

export function readWhen(task) {
  if (!task.started_at) return "read when it starts";
  const between = task.status === "ACTIVE" || task.status === "QUEUED";
  return `read before turn ${between ? task.turn + 1 : task.turn + 2}`;
}
