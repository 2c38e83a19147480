// One of the shapes that index.html defines.
import { html } from "../lib/html.js";

export function Icon({ name, small = false, class: more = "" }) {
  return html`<svg class=${`i${small ? " i-s" : ""} ${more}`.trimEnd()} aria-hidden="true"><use href=${"#i-" + name} /></svg>`;
}
