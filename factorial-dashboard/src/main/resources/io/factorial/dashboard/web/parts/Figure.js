// A number in a table: nothing is a dash, zero is grey, the rest may lead to what it counts.
import { html } from "../lib/html.js";
import { count } from "../lib/numbers.js";

export function Figure({ value, href, format = count }) {
  if (value === undefined || value === null) return html`<span class="mute">–</span>`;
  if (value === 0) return html`<span class="mute">${format(0)}</span>`;
  return href ? html`<a href=${href}>${format(value)}</a>` : format(value);
}
