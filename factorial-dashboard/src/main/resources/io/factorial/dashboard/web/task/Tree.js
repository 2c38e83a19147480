// The tree that the task stands in: its path from the root, and what is below it.
import { html, useEffect, useState } from "../lib/html.js";
import { get, segment } from "../lib/api.js";
import { shortId } from "../lib/ids.js";
import { usePoll } from "../lib/live.js";
import { taskLink } from "../lib/route.js";
import { Blank } from "../parts/Blank.js";
import { Icon } from "../parts/Icon.js";
import { Prose } from "../parts/Prose.js";
import { Skeleton } from "../parts/Skeleton.js";
import { Status } from "../parts/Status.js";
import { Trouble } from "../parts/Trouble.js";
import { nowWords } from "../tasks/TasksTable.js";

const LIVE_MILLIS = 4000;

export function Tree({ task }) {
  const above = (task.path ?? []).filter((each) => each.id !== task.id);
  if (above.length === 0 && !task.children_count) return html`<${Blank} icon="children" title="No parent and no children">This task stands alone.<//>`;
  return html`<ul class="tree">${nest(above, html`<li class="here"><${Node} task=${task} here /><${Children} id=${task.id} /></li>`)}</ul>`;
}

function nest(above, inner) {
  if (above.length === 0) return inner;
  const [first, ...rest] = above;
  return html`<li><div class="node"><a href=${taskLink(first.id)} title=${first.id}>${first.agent} ${shortId(first.id)}</a><span class="trunc soft">${first.query}</span></div><ul>${nest(rest, inner)}</ul></li>`;
}

function Children({ id }) {
  const [more, setMore] = useState([]); // further pages
  const poll = usePoll(`children ${id}`, (abort) => get(`/tasks/${segment(id)}/children`, {}, { abort }), { live: LIVE_MILLIS });
  const first = poll.data.value;
  const [next, setNext] = useState(undefined);
  useEffect(() => setNext(first?.next), [first?.next]);
  const load = async () => {
    const page = await get(`/tasks/${segment(id)}/children`, { after: next });
    setMore([...more, ...page.tasks]);
    setNext(page.next);
  };
  if (!first) return poll.error.value ? html`<${Trouble} what="The list of children" poll=${poll} />` : html`<${Skeleton} rows=${2} what="Loading the children" />`;
  const tasks = [...first.tasks, ...more];
  return html`<ul>${tasks.map((child) => html`<${Child} key=${child.id} task=${child} />`)}</ul>${next && html`<button class="linkish" onClick=${load}>Show more children</button>`}`;
}

function Child({ task }) {
  const [open, setOpen] = useState(false);
  const parent = task.children_count === undefined || task.children_count > 0;
  return html`<li><${Node} task=${task} open=${parent ? open : undefined} toggle=${() => setOpen(!open)} />${open && html`<${Children} id=${task.id} />`}</li>`;
}

function Node({ task, here = false, open, toggle }) {
  return html`<div class="node">${toggle && open !== undefined && html`<button class="fold-b" aria-expanded=${String(open)} aria-label=${`Children of ${task.id}`} onClick=${toggle}><${Icon} name="right" small class=${open ? "tri open" : "tri"} /></button>`}
    <${Status} status=${task.status} attempt=${task.attempt} />${here ? html`<b>${task.agent}</b>` : html`<a href=${taskLink(task.id)} title=${task.id}>${task.agent} ${shortId(task.id)}</a>`}<span class="trunc soft"><${Prose} text=${here ? nowWords(task) : task.query || nowWords(task)} /></span></div>`;
}
