// Messages from outside that the task has not read yet.
import { html } from "../lib/html.js";
import { Moment } from "../parts/Moment.js";
import { readWhen } from "./SteerBox.js";

export function PendingSteering({ watch, task }) {
  const own = watch.steering.value;
  const known = task.steering ?? [];
  const others = known.filter((each) => !own.some((mine) => mine.text === each.text));
  return [...others, ...own].map((each, i) => html`<div class="pend" key=${i}><div class="who strong soft">From outside <span class="mute">${each.at && html`<${Moment} at=${each.at} /> · `}${readWhen(task)}</span></div><p>${each.text}</p></div>`);
}
