// Goes to a task by its id, or to the tasks whose query holds a text.
import { html, useRef } from "../lib/html.js";
import { looksLikeId } from "../lib/ids.js";
import { useKeys } from "../lib/keys.js";
import { go, link, taskLink } from "../lib/route.js";
import { Icon } from "../parts/Icon.js";

export function Find() {
  const input = useRef();
  useKeys({ "/": () => input.current.focus() });
  const onSubmit = (event) => {
    event.preventDefault();
    const text = input.current.value.trim();
    if (!text) return;
    input.current.value = "";
    input.current.blur();
    go(looksLikeId(text) ? taskLink(text) : link("/tasks", { text }));
  };
  return html`<form role="search" aria-label="All tasks" onSubmit=${onSubmit}><label class="goto"><${Icon} name="search" /><span class="vh">Find a task by id or text</span>
    <input ref=${input} type="search" placeholder="Task id or text" autocomplete="off" enterkeyhint="search" onKeyDown=${(event) => event.key === "Escape" && input.current.blur()} /><kbd>/</kbd></label></form>`;
}
