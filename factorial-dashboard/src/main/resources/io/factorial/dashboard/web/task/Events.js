// The stored events of the task, newest first. At most the last 500 are kept in the page.
import { html, useState } from "../lib/html.js";
import { pretty } from "../lib/exact.js";
import { count, plural } from "../lib/numbers.js";
import { Blank } from "../parts/Blank.js";
import { Moment } from "../parts/Moment.js";
import { MOST_EVENTS } from "./useTask.js";

const SHOWN = 40;

export function Events({ watch }) {
  const [all, setAll] = useState(false);
  const events = watch.events.value;
  if (events.length === 0) return html`<${Blank} icon="list" title="No event is kept">Events show up here as they happen; old ones expire.<//>`;
  const shown = all ? events : events.slice(0, SHOWN);
  return html`<table class="ev"><colgroup><col class="t" /><col class="n" /><col /></colgroup><thead class="vh"><tr><th>Time</th><th>Event</th><th>Detail</th></tr></thead><tbody>${shown.map((event) => html`<${EventRow} key=${event.id} event=${event} />`)}</tbody></table>
    ${events.length > shown.length && html`<button class="new last" onClick=${() => setAll(true)}>Show all ${count(events.length)}${events.length === MOST_EVENTS ? ", older ones are not kept here" : ""}</button>`}`;
}

function EventRow({ event }) {
  const [open, setOpen] = useState(false);
  const { data } = event;
  return html`<tr class="evrow" onClick=${() => setOpen(!open)}><td class="mono mute"><${Moment} at=${data.timestamp} exact /></td>
      <td class="mono" title=${event.type}><button class="linkish plain" aria-expanded=${String(open)} onClick=${(click) => (click.stopPropagation(), setOpen(!open))}>${event.type.replace("progress_update_", "")}</button></td><td class="soft trunc">${detail(data)}</td></tr>
    ${open && html`<tr class="evdata"><td colspan="3"><pre>${pretty(data)}</pre></td></tr>`}`;
}

function detail({ data = {}, error, turn, step, attempt }) {
  if (error) return `${error.code}: ${error.message}`;
  if (data.call) return `${data.call.name}${data.text ? `: ${data.text}` : ""}`.slice(0, 300);
  if (data.messages && typeof data.messages === "number") return plural(data.messages, "message");
  if (Array.isArray(data.messages)) return plural(data.messages.length, "message");
  if (data.waits) return data.waits.map((wait) => `${wait.kind.toLowerCase().replace("_", " ")} of ${wait.tool}`).join(", ");
  if (data.children) return plural(data.children.length, "child", "children");
  if (data.tool_call_id) return data.tool_call_id;
  if (data.due_at) return `due at ${data.due_at}`;
  if (data.reason) return data.reason;
  if (data.query) return data.query.slice(0, 300);
  if (data.recoveries) return plural(data.recoveries, "recovery", "recoveries");
  return [`turn ${turn + 1}`, step, attempt > 0 && `attempt ${attempt + 1}`].filter(Boolean).join(", ");
}
