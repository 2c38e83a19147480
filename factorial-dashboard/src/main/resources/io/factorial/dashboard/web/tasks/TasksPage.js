// All tasks, newest first: filtered by the address, paged by cursor, live in place.
import { html, useRef, useState } from "../lib/html.js";
import { get, may, seesFleet } from "../lib/api.js";
import { useKeys } from "../lib/keys.js";
import { usePoll } from "../lib/live.js";
import { count, plural } from "../lib/numbers.js";
import { go, link, query, state, withQuery } from "../lib/route.js";
import { copy } from "../lib/say.js";
import { Blank } from "../parts/Blank.js";
import { Icon } from "../parts/Icon.js";
import { Menu } from "../parts/Menu.js";
import { RefreshChoice } from "../parts/RefreshChoice.js";
import { Skeleton } from "../parts/Skeleton.js";
import { Trouble } from "../parts/Trouble.js";
import { useTitle } from "../shell/title.js";
import { BulkBar } from "./BulkBar.js";
import { COLUMNS, isShown, toggleColumn } from "./columns.js";
import { Filters } from "./Filters.js";
import { isEmpty, nothingWords, readFilter } from "./filter.js";
import { NewTask } from "./NewTask.js";
import { Pick } from "./Pick.js";
import { TasksTable } from "./TasksTable.js";
import { PAGE_ROWS, useSteadyRows, useTasks } from "./useTasks.js";

const COUNTS_LIVE_MILLIS = 4000;

export function TasksPage() {
  useTitle("Tasks");
  const filter = readFilter(query.value);
  const cursor = query.value.get("after") ?? "";
  const { poll, key, showNew } = useTasks(filter, cursor);
  const counts = usePoll("counts", (abort) => get(seesFleet() ? "/overview" : "/agents", { span: "1h" }, { abort }), { live: COUNTS_LIVE_MILLIS });
  const selected = useSelection();
  const [touched, setTouched] = useState(false);
  const last = useRef();
  last.current = poll.data.value ?? last.current;
  const page = last.current;
  const rows = useSteadyRows(page?.tasks ?? [], key, touched || selected.ids.size > 0);
  const paging = usePaging(cursor, page);
  const [creating, setCreating] = useState(false);
  useKeys({
    n: () => may("operate") && setCreating(true),
    j: () => step(1),
    k: () => step(-1),
    "[": paging.newer,
    "]": paging.older,
    ".": () => step(1, '.c-st [title="FAILED"]'),
    c: () => focusedId() && copy(focusedId(), "Task id"),
    x: () => document.querySelector(".bulk .danger")?.focus(),
  });
  const overview = counts.data.value;
  return html`<div class="head"><h1>Tasks</h1><span class="soft" aria-live="polite"><${HowMany} page=${page} filter=${filter} cursor=${cursor} counts=${overview?.counts} /></span><span class="grow"></span>
      <${RefreshChoice} />
      <${Menu} label="Columns" title="Choose the columns" class="btn p2" right>${() => html`<${ColumnChoice} />`}<//>
      <button class="btn p2" title="Copies this page’s address with all filters" onClick=${() => copy(location.href, "Address")}><${Icon} name="link" small />Copy link</button>
      ${may("operate") && html`<button class="btn primary" onClick=${() => setCreating(true)}><${Icon} name="plus" small />New task<kbd>n</kbd></button>`}</div>
    <${Filters} filter=${filter} agents=${overview?.agents ?? []} />
    <${Pick} filter=${filter} counts=${overview?.counts} />
    <${Trouble} what="The task list" poll=${poll} />
    ${page
      ? html`<section class="panel" aria-busy=${poll.data.value === undefined} aria-label="Tasks">
          ${page.newer > 0 && html`<button class="new" onClick=${showNew}>${count(page.newer)}${page.newerMore ? "+" : ""} new ${page.newer === 1 ? "task" : "tasks"}. Show ${page.newer === 1 ? "it" : "them"}</button>`}
          ${rows.length ? html`<${TasksTable} rows=${rows} now=${page.now} selected=${selected} onTouch=${setTouched} />` : html`<${Nothing} filter=${filter} cursor=${cursor} page=${page} counts=${overview?.counts} create=${() => setCreating(true)} />`}
        </section>
        <${Pager} paging=${paging} page=${page} />`
      : !poll.error.value && html`<section class="panel"><${Skeleton} rows=${12} what="Loading the tasks" /></section>`}
    <${BulkBar} selected=${selected} tasks=${rows.map((row) => row.task)} filter=${filter} more=${Boolean(page?.next)} reload=${poll.reload} />
    ${creating && html`<${NewTask} agents=${overview?.agents ?? []} onClose=${() => setCreating(false)} />`}`;
}

// The selection lives in the address too, so that it survives a reload.
function useSelection() {
  const text = query.value.get("selected") ?? "";
  const ids = new Set(text ? text.split(",") : []);
  const set = (next) => go(withQuery({ selected: [...next].join(",") }), { replace: true, state: history.state });
  return {
    ids,
    set,
    clear: () => set([]),
    toggle: (id) => {
      const next = new Set(ids);
      if (!next.delete(id)) next.add(id);
      set(next);
    },
  };
}

// The cursors of the pages before this one are remembered by the browser's history.
function usePaging(cursor, page) {
  const trail = state.value.trail ?? [];
  const to = (after, next) => {
    go(withQuery({ after, selected: "" }), { state: { trail: next } });
    scrollTo(0, 0);
  };
  return {
    first: cursor ? (trail.length ? trail.length * PAGE_ROWS + 1 : undefined) : 1,
    newer: cursor ? () => to(trail.at(-1) ?? "", trail.slice(0, -1)) : undefined,
    older: page?.next ? () => to(page.next, [...trail, cursor]) : undefined,
  };
}

function step(by, only) {
  const links = [...document.querySelectorAll(".tasks tbody tr")].filter((row) => !only || row.querySelector(only)).map((row) => row.querySelector(".q"));
  if (links.length === 0) return;
  const all = [...document.querySelectorAll(".tasks .q")];
  const at = all.indexOf(document.activeElement);
  const next = by > 0 ? links.find((each) => all.indexOf(each) > at) : links.findLast((each) => all.indexOf(each) < at);
  (next ?? (only ? links[0] : undefined))?.focus();
}

function focusedId() {
  return document.activeElement?.closest("tr")?.dataset.id;
}

function HowMany({ page, filter, cursor, counts }) {
  const all = counts ? Object.values(counts).reduce((sum, n) => sum + n, 0) : undefined;
  if (!page || all === undefined) return null;
  if (isEmpty(filter)) return plural(all, "task");
  if (!cursor && !page.next) return `${count(page.tasks.length)} of ${count(all)}`;
  return `of ${count(all)}`;
}

function Nothing({ filter, cursor, page, counts, create }) {
  const all = counts ? Object.values(counts).reduce((sum, n) => sum + n, 0) : 0;
  if (page.next) {
    return html`<${Blank} icon="search" title=${`${nothingWords(filter)} among the ${count(page.scanned ?? 0)} looked at`}>Older tasks may match: go on with Older.<//>`;
  }
  if (cursor) return html`<${Blank} icon="list" title="No older task" action=${html`<a class="btn" href=${withQuery({ after: "" })}>To the newest</a>`} />`;
  if (!isEmpty(filter)) {
    return html`<${Blank} icon="search" title=${nothingWords(filter)} action=${html`<a class="btn" href=${link("/tasks")}>Clear the filters</a>`}>${all > 0 && `${plural(all, "task")} ${all === 1 ? "is" : "are"} outside these filters.`}<//>`;
  }
  const action = may("operate") && html`<button class="btn" onClick=${create}><${Icon} name="plus" small />New task</button>`;
  return html`<${Blank} icon="list" title="No task yet" action=${action}>Enqueue one from your program, or run <code>./factorial demo</code>. It shows up here by itself.<//>`;
}

function Pager({ paging, page }) {
  const rows = page.tasks.length;
  const range = paging.first ? `Rows ${count(paging.first)} to ${count(paging.first + rows - 1)}` : plural(rows, "row");
  return html`<div class="row foot"><span>${rows > 0 && range}${page.scanned > rows ? `, ${count(page.scanned)} looked at` : ""}</span><span class="grow"></span>
    <button class="btn" disabled=${!paging.newer} onClick=${paging.newer} title="[">Newer</button><button class="btn" disabled=${!paging.older} onClick=${paging.older} title="]">Older</button></div>`;
}

function ColumnChoice() {
  return COLUMNS.filter((column) => column.hideable).map((column) => html`<label class="row" key=${column.name}><input type="checkbox" checked=${isShown(column)} onChange=${() => toggleColumn(column)} />${column.word}</label>`);
}
