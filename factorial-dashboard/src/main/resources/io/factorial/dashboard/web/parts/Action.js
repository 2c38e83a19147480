// A button that asks the server for something: waits for the answer, cannot be pressed twice meanwhile.
import { html, useState } from "../lib/html.js";
import { tellProblem } from "../lib/say.js";

export function Action({ class: look = "btn", run, onProblem = tellProblem, disabled = false, title, id, type = "button", children }) {
  const [busy, setBusy] = useState(false);
  const onClick = async (event) => {
    event.preventDefault();
    setBusy(true);
    try {
      await run();
    } catch (problem) {
      onProblem(problem);
    } finally {
      setBusy(false);
    }
  };
  return html`<button type=${type} class=${look} id=${id} title=${title} disabled=${disabled || busy} aria-busy=${busy} onClick=${onClick}>${children}</button>`;
}
