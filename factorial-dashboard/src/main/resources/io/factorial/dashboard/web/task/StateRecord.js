// The state that the agent keeps, and its answer.
import { html } from "../lib/html.js";
import { pretty } from "../lib/exact.js";
import { Blank } from "../parts/Blank.js";

export function StateRecord({ task }) {
  const { state, output } = task;
  if (state === undefined && output === undefined) return html`<${Blank} icon="list" title="This task keeps no state">An agent built with <code>state(…)</code> shows its record here.<//>`;
  return html`${state !== undefined && html`<h3 class="lab inset">State</h3><pre class="inset block">${pretty(state)}</pre>`}
    ${output !== undefined && html`<h3 class="lab inset">Output</h3><pre class="inset block">${typeof output === "string" ? output : pretty(output)}</pre>`}`;
}
