// The table of tasks. On phones a row is a card; the roles are written out, so that it stays a table.
import { html } from "../lib/html.js";
import { may } from "../lib/api.js";
import { useChanged } from "../lib/changed.js";
import { NOTHING, count, plural, short, usd } from "../lib/numbers.js";
import { shortId } from "../lib/ids.js";
import { taskLink } from "../lib/route.js";
import { Took } from "../parts/Age.js";
import { Moment } from "../parts/Moment.js";
import { Prose } from "../parts/Prose.js";
import { Status } from "../parts/Status.js";
import { COLUMNS, isShown } from "./columns.js";

export function TasksTable({ rows, selected, onTouch }) {
  const columns = COLUMNS.filter((column) => isShown(column) && (column.name !== "sel" || may("operate")));
  const rounds = useChanged(rows.map(({ task }) => ({ id: task.id, mark: `${task.status} ${task.turn}` })));
  const touch = {
    onPointerEnter: () => onTouch(true),
    onPointerLeave: () => onTouch(false),
    onFocusIn: () => onTouch(true),
    onFocusOut: () => onTouch(false),
  };
  return html`<table class="tasks" role="table" aria-label="Tasks" ...${touch}>
    <colgroup>${columns.map((column) => html`<col key=${column.name} class=${column.look} />`)}</colgroup>
    <thead role="rowgroup"><tr role="row">${columns.map((column) => html`<${Heading} key=${column.name} column=${column} rows=${rows} selected=${selected} />`)}</tr></thead>
    <tbody role="rowgroup">${rows.map((row) => html`<${Row} key=${row.task.id} ...${row} columns=${columns} selected=${selected} round=${rounds.get(row.task.id)} />`)}</tbody>
  </table>`;
}

function Heading({ column, rows, selected }) {
  if (column.name === "sel") {
    const every = rows.length > 0 && rows.every(({ task }) => selected.ids.has(task.id));
    const onChange = () => selected.set(every ? [] : rows.map(({ task }) => task.id));
    return html`<th role="columnheader"><input type="checkbox" aria-label="Select all on this page" checked=${every} onChange=${onChange} /></th>`;
  }
  const sorted = column.name === "created" ? "descending" : undefined;
  return html`<th role="columnheader" class=${`${column.num ? "num " : ""}${breaks(column)}`.trim()} aria-sort=${sorted}>${column.word}${sorted && " ↓"}</th>`;
}

function breaks(column) {
  return column.look.split(" ").slice(1).join(" ");
}

function Row({ task, gone, columns, selected, round }) {
  const chosen = selected.ids.has(task.id);
  const look = [gone && "gone", round > 0 && (round % 2 ? "flash" : "flash2")].filter(Boolean).join(" ");
  return html`<tr role="row" class=${look} data-id=${task.id} data-selected=${chosen ? "" : undefined} title=${gone ? "No longer matches these filters" : undefined}>
    ${columns.map((column) => html`<${Cell} key=${column.name} column=${column} task=${task} chosen=${chosen} toggle=${() => selected.toggle(task.id)} />`)}</tr>`;
}

function Cell({ column, task, chosen, toggle }) {
  const show = CELLS[column.name];
  const { look = "", content } = show(task, chosen, toggle);
  return html`<td role="cell" class=${`${column.num ? "num " : ""}${breaks(column)} ${look}`.trim()}>${content}</td>`;
}

const none = html`<span class="mute">${NOTHING}</span>`;

const CELLS = {
  sel: (task, chosen, toggle) => ({ look: "c-sel", content: html`<input type="checkbox" aria-label=${`Select ${task.id}`} checked=${chosen} onChange=${toggle} />` }),
  status: (task) => ({ look: "c-st", content: html`<${Status} status=${task.status} attempt=${task.attempt} />` }),
  query: (task) => ({ look: "c-q", content: html`<a class="q" href=${taskLink(task.id)} title=${task.query}>${task.query || task.id}</a>` }),
  now: (task) => ({ look: "c-now soft", content: html`<span title=${nowWords(task)}><${Prose} text=${nowWords(task)} /></span>` }),
  agent: (task) => ({ content: html`<span title=${task.agent}>${task.agent}</span>` }),
  owner: (task) => ({ look: "soft", content: html`<span title=${task.owner}>${task.owner}</span>` }),
  task: (task) => ({ look: "mono soft", content: html`<span title=${task.id}>${shortId(task.id)}</span>` }),
  turn: (task) => ({ content: task.started_at ? count(turnsOf(task)) : none }),
  retries: (task) => ({ content: task.attempt + task.recoveries > 0 ? count(task.attempt + task.recoveries) : none }),
  tokens: (task) => ({ content: tokensOf(task) ? short(tokensOf(task)) : none }),
  usd: (task) => ({ content: task.usage?.cost_usd === undefined || task.usage.cost_usd === null ? none : usd(task.usage.cost_usd) }),
  created: (task) => ({ look: "soft", content: html`<${Moment} at=${task.created_at} />` }),
  took: (task) => ({ look: "c-age", content: html`<${Took} from=${task.created_at} to=${task.ended_at} />` }),
};

// Turns that have begun: they count from 0 in the API, from 1 for people.
export function turnsOf(task) {
  return task.turn + 1;
}

export function tokensOf({ usage }) {
  return usage ? (usage.input_tokens ?? 0) + (usage.output_tokens ?? 0) : 0;
}

// Why it waits or what it does; how it ended.
export function nowWords(task) {
  if (task.now_text) return task.now_text;
  switch (task.status) {
    case "COMPLETED":
      return `Answered in ${plural(turnsOf(task), "turn")}`;
    case "FAILED":
      return task.error ? `\`${task.error.code}\` ${task.error.message}` : (task.reason ?? "");
    case "CANCELLED":
      return task.started_at ? `Cancelled in turn ${turnsOf(task)}` : "Cancelled before it started";
    default:
      return task.reason ?? "";
  }
}
