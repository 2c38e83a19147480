// A task's status: shape, then word, then colour.
import { html } from "../lib/html.js";
import { STATUSES, isLoud } from "../lib/statuses.js";
import { Icon } from "./Icon.js";

export function Status({ status, attempt, quiet = false }) {
  const { word, look } = STATUSES[status] ?? { word: status, look: "queued" };
  const loud = !quiet && isLoud(status, attempt);
  return html`<span class=${`st ${look}${loud ? " loud" : ""}`} title=${status}><${Icon} name=${look} />${word}</span>`;
}
