// A sentence whose `names in backticks` are shown as code. Text stays text.
import { html } from "../lib/html.js";

export function Prose({ text = "" }) {
  return text.split("`").map((part, index) => (index % 2 ? html`<code>${part}</code>` : part));
}

// The first sentence strong, the rest soft.
export function LeadingSentence({ text = "" }) {
  const end = text.search(/[.:](\s|$)/);
  const head = end < 0 ? text : text.slice(0, end + 1);
  const rest = end < 0 ? "" : text.slice(end + 1);
  return html`<b><${Prose} text=${head} /></b>${rest && html`<span class="soft"><${Prose} text=${rest} /></span>`}`;
}
