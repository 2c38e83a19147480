// The list of keys, and the switch that turns them off.
import { html, signal } from "../lib/html.js";
import { keysOn, useKeys } from "../lib/keys.js";
import { Dialog } from "../parts/Dialog.js";

export const helpOpen = signal(false);

const KEYS = [
  [["g", "o / t / i / s / l"], "Overview, tasks, inbox, schedules, limits"],
  [["/"], "Find"],
  [["j", "k"], "Next, previous row or step"],
  [["Enter", "o"], "Open; the task of a wait"],
  [["[", "]"], "Newer, older page"],
  [["Space"], "Pause or resume live updates"],
  [["."], "Next error"],
  [["h", "l"], "Fold, unfold"],
  [["E"], "Expand or collapse all"],
  [["p", "t"], "Parent, root task"],
  [["c"], "Copy the id"],
  [["s"], "Steer"],
  [["n"], "New task"],
  [["a", "r", "x"], "Go to approve, reject, cancel; Enter does it"],
  [["?"], "This list"],
];

export function KeyboardHelp() {
  useKeys({ "?": () => (helpOpen.value = true) });
  if (!helpOpen.value) return null;
  return html`<${Dialog} title="Keyboard" onClose=${() => (helpOpen.value = false)}>
    <dl class="keys">${KEYS.map(([keys, meaning]) => html`<dt class="nowrap" key=${meaning}>${keys.map((key) => html`<kbd key=${key}>${key}</kbd> `)}</dt><dd>${meaning}</dd>`)}</dl>
    <label class="row"><input type="checkbox" checked=${keysOn.value} onChange=${(event) => (keysOn.value = event.target.checked)} />Use single keys</label>
  <//>`;
}
