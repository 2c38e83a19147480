// One row of the waterfall: its name, its bar, its figures.
import { html } from "../lib/html.js";
import { shortWorker } from "../lib/ids.js";
import { NOTHING, count, duration, usd } from "../lib/numbers.js";
import { Icon } from "../parts/Icon.js";

const KINDS = { completion: ["k-chat", "chat"], tool: ["k-tool", "tool"], child: ["k-child", "children"], wait: ["k-wait", "tools"], queue: ["", "queued"] };
const SHORT_PERCENT = 0.4;

export function WaterfallRow({ row, line, end, chosen, tab, choose, toggle }) {
  const look = [row.kind === "turn" && "turnrow"].filter(Boolean).join(" ");
  const { tokens, cost, worker } = figures(row);
  const onDblClick = () => row.open !== undefined && toggle();
  return html`<tr class=${look} data-key=${row.key} data-state=${row.step?.state} aria-level=${row.level} aria-expanded=${row.open === undefined ? undefined : String(row.open)} aria-selected=${chosen ? "true" : undefined} tabindex=${tab ? 0 : -1} onClick=${choose} onDblClick=${onDblClick}>
    <td role="gridcell"><${Name} row=${row} toggle=${toggle} /></td>
    <td role="gridcell" class="barcell"><svg class="t" aria-hidden="true"><use href="#wbg" /><${Bars} row=${row} line=${line} end=${end} /></svg></td>
    <td role="gridcell" class="num">${took(row, end)}</td><td role="gridcell" class="num p3">${tokens ? count(tokens) : none()}</td><td role="gridcell" class="num p2">${cost === undefined ? none() : usd(cost, 4)}</td><td role="gridcell" class="p3 mono mute" title=${worker}>${worker ? shortWorker(worker, 8) : ""}</td></tr>`;
}

function none() {
  return html`<span class="mute">${NOTHING}</span>`;
}

function figures(row) {
  if (row.kind !== "step" && row.kind !== "queue") return { tokens: row.tokens, cost: row.cost, worker: row.worker };
  const { step } = row;
  return { tokens: (step.input_tokens ?? 0) + (step.output_tokens ?? 0), cost: step.cost_usd === undefined || step.cost_usd === null ? undefined : Number(step.cost_usd), worker: step.worker };
}

function span(row, end) {
  if (row.step) return [Date.parse(row.step.started_at), row.step.ended_at ? Date.parse(row.step.ended_at) : end];
  return [row.from, row.to ?? end];
}

function took(row, end) {
  const [from, to] = span(row, end);
  const open = row.step ? !row.step.ended_at : row.to === undefined;
  return duration((to - from) / 1000, open && to - from > 10_000 ? 0 : 1);
}

function Name({ row, toggle }) {
  if (row.kind === "turn") return html`<span class="nm in0"><${Fold} row=${row} toggle=${toggle} what=${`turn ${row.turn + 1}`} /><span class="trunc">Turn ${row.turn + 1}</span></span>`;
  if (row.kind === "childTurn") return html`<span class="nm in2 k-chat"><${Icon} name="chat" /><span class="trunc">turn ${row.turn + 1}</span></span>`;
  const { step } = row;
  const [look, icon] = lookOf(step);
  const name = step.kind === "queue" ? "Queue" : step.kind === "completion" ? step.name || "LLM call" : step.kind === "wait" ? `${step.name}: ${waitWord(step)}` : step.name;
  const many = row.tries > 1;
  const title = step.error ? `${name}: ${step.error.message ?? step.error}` : step.state === "superseded" ? `Superseded: ${step.worker ?? "the worker"} lost its lease` : name;
  const nth = step.id?.split("#")[1] ?? (step.attempt ?? 0) + 1;
  return html`<span class=${`nm ${row.level === 2 ? "in1" : "in0"} ${look}`}>${row.open === undefined ? html`<${Icon} name=${icon} />` : html`<${Fold} row=${row} toggle=${toggle} what=${step.name} icon=${icon} />`}<span class="trunc" title=${title}>${step.state === "superseded" ? html`<s>${name}</s>` : name}</span>${many && html`<span class="mute" title=${`try ${nth} of ${row.tries}`}>#${nth}</span>`}${["superseded", "failed", "running", "waiting"].includes(step.state) && html`<span class="vh">, ${step.state}</span>`}</span>`;
}

function Fold({ row, toggle, what, icon }) {
  const press = (event) => {
    event.stopPropagation();
    toggle();
  };
  return html`<button class="fold-b" tabindex="-1" aria-label=${`${row.open ? "Fold" : "Unfold"} ${what}`} onClick=${press}><${Icon} name=${icon && !row.open ? icon : "right"} class=${row.open ? "tri open" : "tri"} /></button>`;
}

function waitWord(step) {
  return { approval: "approval", deferred_tool: "answer", timer: "timer", child_task: "children", batch: "batch" }[step.wait_kind] ?? "wait";
}

function lookOf(step) {
  if (step.state === "superseded") return ["k-dead", KINDS[step.kind]?.[1] ?? "chat"];
  if (step.state === "failed") return ["k-bad", "failed"];
  return KINDS[step.kind] ?? KINDS.tool;
}

function Bars({ row, line, end }) {
  const [from, to] = span(row, end);
  const a = line.x(from);
  const b = line.x(to);
  if (row.kind === "queue") return html`<line class="b-q" x1=${at(a)} x2=${at(b)} y1="12" y2="12" />`;
  if (row.kind === "turn") {
    return html`<line class="b-turn" x1=${at(a)} x2=${at(b)} y1="12" y2="12" /><line class="b-turn" x1=${at(a)} x2=${at(a)} y1="8" y2="16" /><line class="b-turn" x1=${at(b)} x2=${at(b)} y1="8" y2="16" />`;
  }
  const step = row.step ?? { kind: "completion", state: "done", first_token_at: row.first?.first_token_at };
  if (step.state === "superseded") return html`<${Bar} look="b-dead" a=${a} b=${b} />`;
  if (step.state === "failed") return html`<${Bar} look="b-bad" a=${a} b=${b} />`;
  if (step.kind === "child") return html`<rect class="b-child" x=${at(a)} width=${at(Math.max(SHORT_PERCENT, b - a))} y="5" height="14" rx="2" />`;
  if (step.kind === "wait" || step.state === "waiting") return html`<rect class="b-wait" x=${at(a)} width=${at(Math.max(SHORT_PERCENT, b - a))} y="6" height="12" rx="2" />`;
  if (step.kind === "completion" && step.first_token_at) {
    const first = line.x(Date.parse(step.first_token_at));
    return html`<${Bar} look="b-first" a=${a} b=${first} /><${Bar} look="b-chat" a=${first} b=${b} />`;
  }
  return html`<${Bar} look=${step.kind === "completion" ? "b-chat" : "b-tool"} a=${a} b=${b} />`;
}

// At least two pixels, however short it was.
function Bar({ look, a, b }) {
  return b - a < SHORT_PERCENT ? html`<rect class=${look} x=${at(a)} width="2" y="6" height="12" />` : html`<rect class=${look} x=${at(a)} width=${at(b - a)} y="6" height="12" rx="2" />`;
}

function at(percent) {
  return `${percent.toFixed(2)}%`;
}
