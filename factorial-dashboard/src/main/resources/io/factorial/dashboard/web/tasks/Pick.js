// One click to the tasks of a status. The numbers count all tasks, so they stand only where nothing else filters.
import { html } from "../lib/html.js";
import { count } from "../lib/numbers.js";
import { withQuery } from "../lib/route.js";
import { STATUSES } from "../lib/statuses.js";
import { Icon } from "../parts/Icon.js";

export function Pick({ filter, counts }) {
  const { status, ...others } = filter;
  const counted = counts && Object.keys(others).length === 0;
  const all = counted ? Object.values(counts).reduce((sum, n) => sum + n, 0) : undefined;
  return html`<nav class="pick" aria-label="Quick filters"><${One} to="" here=${!status} number=${all}>All<//>
    ${Object.entries(STATUSES).map(([key, { word, look }]) => html`<${One} key=${key} to=${key} here=${status?.length === 1 && status[0] === key} number=${counted ? (counts[key] ?? 0) : undefined}><span class=${`st ${look}`}><${Icon} name=${look} /></span>${word}<//>`)}</nav>`;
}

function One({ to, here, number, children }) {
  return html`<a href=${withQuery({ status: to, after: "", selected: "" })} aria-current=${here ? "true" : undefined}>${children}${number !== undefined && html` <span class="mute">${count(number)}</span>`}</a>`;
}
