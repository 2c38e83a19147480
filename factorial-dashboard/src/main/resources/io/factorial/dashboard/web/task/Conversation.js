// What was said and done, turn by turn, growing while the task runs.
import { html, useEffect, useMemo, useRef, useState } from "../lib/html.js";
import { may } from "../lib/api.js";
import { useKeys } from "../lib/keys.js";
import { isOver } from "../lib/statuses.js";
import { Ask } from "../inbox/Ask.js";
import { isPersonal, waitKey } from "../inbox/waits.js";
import { Panel } from "../parts/Panel.js";
import { Message } from "./Message.js";
import { PendingSteering } from "./PendingSteering.js";
import { SteerBox } from "./SteerBox.js";
import { Streaming } from "./Streaming.js";
import { Turn } from "./Turn.js";
import { toTurns } from "./turns.js";

const SHOWN_TURNS = 60;

export function Conversation({ watch, task, messages, steps, waits, ask, reload }) {
  const { before, turns } = useMemo(() => toTurns(messages, steps), [messages, steps]);
  const [earlier, setEarlier] = useState(SHOWN_TURNS);
  const [expanded, setExpanded] = useState(undefined); // undefined: each call as its reader left it
  const streaming = watch.live.current.value;
  const superseded = watch.live.superseded.value;
  const { follow, setFollow, end, behind, latest } = useFollow(messages.length, streaming);
  const toggleAll = () => setExpanded(expanded === true ? false : true);
  useKeys({ E: toggleAll });
  const shown = turns.slice(-earlier);
  const hiddenTurns = turns.length - shown.length;
  const personal = waits.filter(isPersonal);
  const tools = html`<label class="row soft"><input type="checkbox" checked=${follow} onChange=${(event) => setFollow(event.target.checked)} />Follow</label>
    <button class="btn ghost p2" aria-pressed=${expanded === true} onClick=${toggleAll}>${expanded ? "Collapse all" : "Expand all"}<kbd>E</kbd></button>`;
  return html`<${Panel} title="Conversation" id="conv" class="conv" tools=${tools}>
    ${before.map((message) => html`<${Message} key=${`${message.index}.${message.part ?? 0}`} message=${message} task=${task} />`)}
    ${hiddenTurns > 0 && html`<button class="new" onClick=${() => setEarlier(earlier + SHOWN_TURNS)}>Show ${Math.min(SHOWN_TURNS, hiddenTurns)} of ${hiddenTurns} earlier turns</button>`}
    ${shown.map((turn) => html`<${Turn} key=${turn.turn} ...${turn} task=${task} superseded=${superseded} expanded=${expanded} fork=${may("operate") ? () => ask("fork", { fromTurn: turn.turn }) : undefined} />`)}
    ${streaming && html`<${Streaming} ...${streaming} task=${task} fresh=${!turns.some((turn) => turn.turn === streaming.turn)} />`}
    ${isOver(task.status) && task.output !== undefined && html`<${Output} output=${task.output} />`}
    ${personal.map((wait, i) => html`<${Ask} key=${waitKey(wait)} wait=${wait} id=${i === 0 ? "ask" : undefined} onAnswered=${reload} />`)}
    <${PendingSteering} watch=${watch} task=${task} />
    <div ref=${end} class="end"></div>
    ${behind && html`<button class="latest btn" onClick=${latest}>Latest ↓</button>`}
    ${may("operate") && !isOver(task.status) && html`<${SteerBox} watch=${watch} task=${task} waits=${waits} />`}
  <//>`;
}

function Output({ output }) {
  return typeof output === "string" ? null : html`<div class="calls output"><div class="cap">Output</div><pre>${JSON.stringify(output, null, 2)}</pre></div>`;
}

// Stays at the end while the reader is there; ends when the reader scrolls up, and offers the way back.
function useFollow(length, streaming) {
  const end = useRef();
  const atEnd = useRef(true);
  const [follow, setFollow] = useState(true);
  const [behind, setBehind] = useState(false);
  const jump = () => end.current?.scrollIntoView({ block: "end" });
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => {
      atEnd.current = entry.isIntersecting;
      if (entry.isIntersecting) setBehind(false);
    }, { rootMargin: "0px 0px 120px 0px" });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, []);
  const grown = `${length} ${streaming?.text.length ?? 0}`;
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else if (follow && atEnd.current) jump();
    else if (!atEnd.current) setBehind(true);
  }, [grown]);
  const latest = () => {
    setFollow(true);
    jump();
  };
  return { follow, setFollow, end, behind, latest };
}
