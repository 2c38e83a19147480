// What ran when, on which worker, what was tried again and what did not count.
import { html, useMemo, useRef, useState } from "../lib/html.js";
import { get, segment } from "../lib/api.js";
import { useKeys } from "../lib/keys.js";
import { GAP, about, count, duration } from "../lib/numbers.js";
import { hash, select } from "../lib/route.js";
import { tellProblem } from "../lib/say.js";
import { isOver } from "../lib/statuses.js";
import { now } from "../lib/time.js";
import { useWindow } from "../lib/window.js";
import { Blank } from "../parts/Blank.js";
import { Panel } from "../parts/Panel.js";
import { WaterfallRow } from "./WaterfallRow.js";
import { toRows } from "./rows.js";
import { timeline } from "./timeline.js";

const ROW_PIXELS = 24;

const LEGEND = [
  ["b-chat", "LLM", "Light until the first token, dark while it streams"],
  ["b-tool", "tool"],
  ["b-child", "child"],
  ["b-wait", "wait"],
  ["b-dead", "superseded"],
  ["b-bad", "failed"],
];

export function Waterfall({ task, steps }) {
  const [folded, setFolded] = useState(new Set());
  const [unfolded, setUnfolded] = useState(new Map());
  const over = isOver(task.status);
  const tools = html`<span class="legend">${LEGEND.map(([look, word, title]) => html`<span key=${look} title=${title}><svg aria-hidden="true"><rect class=${look} width="12" height="12" /></svg>${word}</span>`)}</span>`;
  if (steps.length === 0) return html`<${Panel} title="Waterfall" id="wf"><${Blank} icon="clock" title="Nothing has run yet" /><//>`;
  const from = Math.min(...steps.map((step) => Date.parse(step.started_at)));
  const last = Math.max(...steps.map((step) => Date.parse(step.ended_at ?? step.started_at)));
  const to = over ? Math.max(last, Date.parse(task.ended_at ?? 0) || 0) : Math.max(last, now.value);
  const everything = [...steps, ...[...unfolded.values()].flat()];
  const line = timeline(everything, from, to);
  const rows = useMemo(() => toRows(steps, folded, unfolded), [steps, folded, unfolded]);
  const unfold = async (step) => {
    const next = new Map(unfolded);
    if (next.delete(step.id)) return setUnfolded(next);
    try {
      const answers = await Promise.all((step.child_ids ?? []).map((id) => get(`/tasks/${segment(id)}/steps`)));
      next.set(step.id, answers.flatMap((answer) => answer.steps));
      setUnfolded(next);
    } catch (problem) {
      tellProblem(problem);
    }
    return undefined;
  };
  const toggle = (row) => {
    if (row.kind === "turn") {
      const next = new Set(folded);
      if (!next.delete(row.turn)) next.add(row.turn);
      setFolded(next);
    } else if (row.step?.kind === "child") {
      unfold(row.step);
    }
  };
  return html`<${Panel} title="Waterfall" id="wf" tools=${tools}><${Grid} rows=${rows} line=${line} live=${!over} toggle=${toggle} end=${to} /><//>`;
}

function Grid({ rows, line, live, toggle, end }) {
  const body = useRef();
  const { from, to } = useWindow(body, rows.length, ROW_PIXELS);
  const at = rows.findIndex((row) => row.place && row.place === hash.value);
  const choose = (row) => {
    if (row?.place) {
      select(row.place);
      document.getElementById(`c-${row.place}`)?.scrollIntoView({ block: "center" });
    }
  };
  const move = (index) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    choose(row);
    body.current?.querySelector(`[data-key="${CSS.escape(row.key)}"]`)?.focus();
  };
  const fold = (open) => {
    const row = rows[at];
    if (row && row.open !== undefined && row.open !== open) toggle(row);
  };
  useKeys({ j: () => move(at + 1), k: () => move(at - 1), h: () => fold(false), l: () => fold(true) });
  const onKeyDown = (event) => {
    const index = rows.findIndex((row) => row.key === event.target.closest("tr")?.dataset.key);
    const moves = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: rows.length - 1 };
    if (event.key in moves) {
      event.preventDefault();
      move(moves[event.key]);
    } else if (event.key === "ArrowLeft" || event.key === "ArrowRight" || event.key === "Enter") {
      const row = rows[index];
      const wants = event.key === "Enter" ? !row?.open : event.key === "ArrowRight";
      if (row?.open !== undefined && row.open !== wants) {
        event.preventDefault();
        toggle(row);
      }
    }
  };
  const tabStop = Math.max(0, at);
  return html`<table class="wf" role="treegrid" aria-label="Turns and steps" aria-rowcount=${rows.length}><colgroup><col class="a" /><col class="b" /><col class="c1" /><col class="c p3" /><col class="c p2" /><col class="d p3" /></colgroup>
    <thead><tr><th>Step</th><th class="barcell"><span class="vh">Timeline</span><${Axis} line=${line} live=${live} /></th><th class="num">Time</th><th class="num p3">Tokens</th><th class="num p2">USD</th><th class="p3">Worker</th></tr></thead>
    <tbody ref=${body} onKeyDown=${onKeyDown}>
      ${from > 0 && html`<${Space} rows=${from} />`}
      ${rows.slice(from, to).map((row, i) => html`<${WaterfallRow} key=${row.key} row=${row} line=${line} end=${end} chosen=${Boolean(row.place) && row.place === hash.value} tab=${from + i === tabStop} choose=${() => choose(row)} toggle=${() => toggle(row)} />`)}
      ${to < rows.length && html`<${Space} rows=${rows.length - to} />`}
    </tbody></table>`;
}

// An empty row as tall as those that are not shown.
function Space({ rows }) {
  return html`<tr aria-hidden="true" class="space"><td colspan="6"><svg width="1" height=${rows * ROW_PIXELS} aria-hidden="true"></svg></td></tr>`;
}

function Axis({ line, live }) {
  return html`<svg class="t" aria-hidden="true"><defs><g id="wbg">
      ${line.folds.map((fold) => html`<rect key=${fold.x} class="fold" x=${at(fold.x)} width=${at(fold.width)} height="24" />`)}
      ${line.ticks.map((tick) => html`<line key=${tick.millis} class="tick" x1=${at(tick.x)} x2=${at(tick.x)} y1="0" y2="24" />`)}
      ${live && html`<line class="now" x1="99.6%" x2="99.6%" y1="0" y2="24" />`}</g></defs>
    ${line.ticks.filter((tick) => !line.folds.some((fold) => Math.abs(fold.x + fold.width / 2 - tick.x) < 11)).map((tick, i) => html`<text key=${tick.millis} class="axt p2" x=${at(tick.x)} y="19" text-anchor=${i === 0 ? "start" : "middle"}>${tickWords(tick.millis)}</text>`)}
    ${line.folds.filter((fold) => !live || fold.x + fold.width / 2 < 90).map((fold) => html`<text key=${fold.x} class="axt p2" x=${at(fold.x + fold.width / 2)} y="19" text-anchor="middle">≈ ${about(fold.millis / 1000)}</text>`)}
    ${live && html`<text class="axt axn" x="99.6%" y="19" text-anchor="end">now</text>`}</svg>`;
}

function at(percent) {
  return `${percent.toFixed(2)}%`;
}

function tickWords(millis) {
  if (millis < 1000 && millis > 0) return `${count(millis)}${GAP}ms`;
  if (millis < 60_000) return `${millis / 1000}${GAP}s`;
  return duration(millis / 1000, 0).replace(/ 00\u202f[sm]$/, "");
}
