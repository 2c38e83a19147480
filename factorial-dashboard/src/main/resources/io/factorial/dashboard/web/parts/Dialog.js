// A question or a form in front of the page; the browser keeps the focus inside and closes it on Escape.
import { html, useEffect, useId, useRef } from "../lib/html.js";
import { Icon } from "./Icon.js";

export function Dialog({ title, onClose, children, wide = false }) {
  const dialog = useRef();
  const heading = useId();
  useEffect(() => {
    const element = dialog.current;
    element.showModal();
    return () => element.close();
  }, []);
  const onClick = (event) => event.target === dialog.current && onClose();
  return html`<dialog ref=${dialog} class=${`dialog${wide ? " wide" : ""}`} aria-labelledby=${heading} onCancel=${onClose} onClick=${onClick}>
    <div class="dialog-in">
      <header class="row"><h2 id=${heading}>${title}</h2><span class="grow"></span><button type="button" class="close" aria-label="Close" onClick=${onClose}><${Icon} name="x" small /></button></header>
      ${children}
    </div>
  </dialog>`;
}
