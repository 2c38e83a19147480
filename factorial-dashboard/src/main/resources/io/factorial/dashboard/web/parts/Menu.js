// A button that opens a small panel; Escape and a click elsewhere close it.
import { html, useEffect, useId, useRef, useState } from "../lib/html.js";
import { Icon } from "./Icon.js";

export function Menu({ label, title, class: look = "btn", icon, right = false, children }) {
  const [open, setOpen] = useState(false);
  const root = useRef();
  const panel = useId();
  const close = () => setOpen(false);
  useEffect(() => {
    if (!open) return undefined;
    const outside = (event) => !root.current?.contains(event.target) && close();
    addEventListener("pointerdown", outside);
    root.current.querySelector(".menu-panel :is(a, button, input, select)")?.focus();
    return () => removeEventListener("pointerdown", outside);
  }, [open]);
  const onKeyDown = (event) => {
    if (event.key !== "Escape" || !open) return;
    event.preventDefault();
    close();
    root.current.querySelector("button").focus();
  };
  return html`<div class="menu" ref=${root} onKeyDown=${onKeyDown}>
    <button type="button" class=${look} aria-expanded=${open} aria-controls=${panel} aria-label=${icon ? title : undefined} title=${title} onClick=${() => setOpen(!open)}>
      ${icon ? html`<${Icon} name=${icon} />` : html`${label} <${Icon} name="down" small />`}
    </button>
    ${open && html`<div class=${`menu-panel${right ? " right" : ""}`} id=${panel}>${children(close)}</div>`}
  </div>`;
}
