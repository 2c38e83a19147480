// Something could not be loaded: what failed, what is still shown, when the next try is.
import { html } from "../lib/html.js";
import { duration } from "../lib/numbers.js";
import { copy } from "../lib/say.js";
import { now } from "../lib/time.js";
import { Icon } from "./Icon.js";

export function Trouble({ what, poll }) {
  const error = poll.error.value;
  if (!error) return null;
  const kept = poll.data.value !== undefined;
  const body = html`<b>${what} did not answer</b>
    <p>${cause(error)} ${kept ? "What came before is kept below." : ""} <${NextTry} poll=${poll} /></p>`;
  const actions = html`<button class="btn" onClick=${poll.reload}>Try now</button>
    <button class="btn ghost" onClick=${() => copy(JSON.stringify(error.document ?? { title: String(error) }, null, 2), "Problem document")}>Copy the problem document</button>`;
  return kept
    ? html`<div class="note failed trouble" role="alert"><${Icon} name="warn" /><span class="grow">${body}</span>${actions}</div>`
    : html`<div class="panel blank" role="alert"><${Icon} name="warn" />${body}${actions}</div>`;
}

function cause(error) {
  return error.status ? `${error.status}: ${error.message}.`.replace("..", ".") : `${error.message}.`;
}

function NextTry({ poll }) {
  now.value;
  const seconds = (poll.nextTry.value - Date.now()) / 1000;
  if (poll.nextTry.value === 0) return null;
  return seconds > 0.5 ? `Next try in ${duration(seconds, 0)}.` : "Trying now.";
}
