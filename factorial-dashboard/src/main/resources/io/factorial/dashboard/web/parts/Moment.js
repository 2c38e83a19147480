// A moment in the reader's zone; the ISO time is in its title.
import { html } from "../lib/html.js";
import { exactTime, moment } from "../lib/time.js";

export function Moment({ at, exact = false }) {
  if (!at) return html`<span class="mute">–</span>`;
  const millis = Date.parse(at);
  return html`<time datetime=${at} title=${at}>${exact ? exactTime(millis) : moment(millis)}</time>`;
}
