// Asks once before a task is cancelled.
import { html } from "../lib/html.js";
import { post, segment } from "../lib/api.js";
import { plural } from "../lib/numbers.js";
import { tell } from "../lib/say.js";
import { Action } from "../parts/Action.js";
import { Dialog } from "../parts/Dialog.js";

export function CancelDialog({ task, onClose, onDone }) {
  const cancel = async () => {
    await post(`/tasks/${segment(task.id)}/cancel`);
    tell("Cancelled.");
    onDone();
  };
  const children = task.children_count > 0 ? ` Its ${plural(task.children_count, "child is", "children are")} cancelled too.` : "";
  return html`<${Dialog} title="Cancel this task?" onClose=${onClose}>
    <p class="soft">A running call is interrupted now; what is recorded stays.${children}</p>
    <div class="row"><${Action} class="btn danger-fill" run=${cancel}>Cancel the task<//><button class="btn" onClick=${onClose}>Keep it</button></div><//>`;
}
