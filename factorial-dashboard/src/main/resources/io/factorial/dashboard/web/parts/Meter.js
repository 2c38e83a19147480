// How much of something is used; what is reserved stands pale behind it.
import { html } from "../lib/html.js";

export function Meter({ used, reserved = 0 }) {
  const share = (part) => `${Math.min(100, Math.max(0, part * 100)).toFixed(1)}%`;
  return html`<svg class="meter" aria-hidden="true"><rect class="t" width="100%" height="6" />
    ${reserved > 0 && html`<rect class="r" width=${share(used + reserved)} height="6" />`}
    <rect class="u" width=${share(used)} height="6" /></svg>`;
}
