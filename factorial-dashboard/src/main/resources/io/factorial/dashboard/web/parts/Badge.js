// The state of an agent, a worker or the whole system, in the colours of the statuses.
import { html } from "../lib/html.js";
import { Icon } from "./Icon.js";

export function Badge({ look, icon, loud = false, title, children }) {
  return html`<span class=${`st ${look}${loud ? " loud" : ""}`} title=${title}><${Icon} name=${icon} />${children}</span>`;
}
