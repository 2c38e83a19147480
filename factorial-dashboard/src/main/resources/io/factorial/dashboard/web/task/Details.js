// What else there is about a task, in four tabs: events, state, usage, tree.
import { html, useRef, useState } from "../lib/html.js";
import { Events } from "./Events.js";
import { StateRecord } from "./StateRecord.js";
import { Tree } from "./Tree.js";
import { UsageTable } from "./UsageTable.js";

const TABS = [
  ["events", "Events", Events],
  ["state", "State", StateRecord],
  ["usage", "Usage", UsageTable],
  ["tree", "Tree", Tree],
];

export function Details({ watch, task }) {
  const [shown, setShown] = useState("events");
  const list = useRef();
  const show = (index) => {
    const next = (index + TABS.length) % TABS.length;
    setShown(TABS[next][0]);
    list.current.children[next].focus();
  };
  const onKeyDown = (event) => {
    const at = TABS.findIndex(([name]) => name === shown);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: TABS.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    show(to);
  };
  const [, , Shown] = TABS.find(([name]) => name === shown);
  return html`<section class="panel" id="more" aria-label="Details"><div class="tabs" role="tablist" aria-label="Details" ref=${list} onKeyDown=${onKeyDown}>
      ${TABS.map(([name, word]) => html`<button role="tab" key=${name} id=${`tab-${name}`} aria-selected=${String(name === shown)} aria-controls="tab-panel" tabindex=${name === shown ? 0 : -1} onClick=${() => setShown(name)}>${word}</button>`)}</div>
    <div role="tabpanel" id="tab-panel" aria-labelledby=${`tab-${shown}`} tabindex="0"><${Shown} watch=${watch} task=${task} /></div></section>`;
}
