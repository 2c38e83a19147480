// Bars in the place of what is being loaded; they show after 150 ms only.
import { html } from "../lib/html.js";

const WIDTHS = ["sk1", "sk2", "sk1", "sk3"];

export function Skeleton({ rows = 4, what = "Loading" }) {
  return html`<div class="body stack loading" aria-busy="true"><span class="vh">${what}</span>
    ${Array.from({ length: rows }, (_, i) => html`<div key=${i} class=${`sk ${WIDTHS[i % 4]}`}></div>`)}</div>`;
}
