// The mark and the name that the operator gave this dashboard.
import { html } from "../lib/html.js";
import { dashboardName } from "../lib/api.js";
import { link } from "../lib/route.js";

export function Brand({ plain = false }) {
  const inside = html`<svg viewBox="0 0 24 24" aria-hidden="true"><rect width="24" height="24" rx="6" class="mk" />
      <path class="mk-n" d="M6.5 17v-6.5m0 2.5c0-1.8 1-2.8 2.5-2.8s2.5 1 2.5 2.8v4" /><path class="mk-s" d="M16.5 6v7" /><circle class="mk-d" cx="16.5" cy="16.8" r="1.4" /></svg>
    <span class="trunc">${dashboardName.value}</span>`;
  return plain ? html`<div class="brand">${inside}</div>` : html`<a class="brand" href=${link("/")}>${inside}</a>`;
}
