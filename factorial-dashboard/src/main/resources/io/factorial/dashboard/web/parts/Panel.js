// A framed part of a page with its heading.
import { html, useId } from "../lib/html.js";

export function Panel({ title, aside, tools, id, class: more = "", children }) {
  const heading = useId();
  return html`<section class=${`panel ${more}`.trimEnd()} id=${id} aria-labelledby=${heading}>
    <header><h2 id=${heading}>${title}</h2>${aside !== undefined && html`<span class="mute">${aside}</span>`}<span class="grow"></span>${tools}</header>
    ${children}
  </section>`;
}
