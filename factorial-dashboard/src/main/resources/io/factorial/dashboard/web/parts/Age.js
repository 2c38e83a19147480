// How long something takes, counted on while it lasts; what is left, counted down.
import { html } from "../lib/html.js";
import { about, duration } from "../lib/numbers.js";
import { now } from "../lib/time.js";

// From one moment to another, or until now.
export function Took({ from, to }) {
  if (!from) return html`<span class="mute">–</span>`;
  const start = Date.parse(from);
  return to ? duration((Date.parse(to) - start) / 1000) : duration((now.value - start) / 1000, 0);
}

export function Ago({ at }) {
  if (!at) return html`<span class="mute">–</span>`;
  const seconds = (now.value - Date.parse(at)) / 1000;
  return html`<time datetime=${at} title=${at}>${seconds < 5 ? "now" : `${duration(seconds, 0)} ago`}</time>`;
}

const SOON_SECONDS = 30 * 60;

export function Left({ until, after = "" }) {
  if (!until) return html`<span class="due">no deadline</span>`;
  const seconds = (Date.parse(until) - now.value) / 1000;
  const text = seconds <= 0 ? "due now" : `${about(seconds)} left${after}`;
  return html`<time class=${seconds < SOON_SECONDS ? "due soon" : "due"} datetime=${until} title=${until}>${text}</time>`;
}
