// What an action brought, for a few seconds at the bottom; and the line that screen readers read out.
import { html } from "../lib/html.js";
import { notice, spoken } from "../lib/say.js";
import { Icon } from "../parts/Icon.js";

export function Notice() {
  const { text, look } = notice.value ?? {};
  return html`<div class="toasts"><div role="status" aria-live="polite">${text && html`<div class=${`note toast ${look}`}><${Icon} name=${look === "completed" ? "completed" : "warn"} /><span>${text}</span>
      <button class="close" aria-label="Close" onClick=${() => (notice.value = undefined)}><${Icon} name="x" small /></button></div>`}</div></div>
    <div class="vh" aria-live="polite">${spoken.value}</div>`;
}
