// What stands where nothing is to be shown: never used, nothing matches.
import { html } from "../lib/html.js";
import { Icon } from "./Icon.js";

export function Blank({ icon, title, children, action }) {
  return html`<div class="blank"><${Icon} name=${icon} /><b>${title}</b>${children && html`<p>${children}</p>`}${action}</div>`;
}
