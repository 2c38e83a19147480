// What is limited, and what is throttled now and why.
import { html, useState } from "../lib/html.js";
import { get, may } from "../lib/api.js";
import { usePoll } from "../lib/live.js";
import { count, plural } from "../lib/numbers.js";
import { link } from "../lib/route.js";
import { Badge } from "../parts/Badge.js";
import { Blank } from "../parts/Blank.js";
import { Icon } from "../parts/Icon.js";
import { Meter } from "../parts/Meter.js";
import { Moment } from "../parts/Moment.js";
import { Panel } from "../parts/Panel.js";
import { Prose } from "../parts/Prose.js";
import { RefreshChoice } from "../parts/RefreshChoice.js";
import { Skeleton } from "../parts/Skeleton.js";
import { Trouble } from "../parts/Trouble.js";
import { useTitle } from "../shell/title.js";
import { KINDS, LimitDialog } from "./LimitDialog.js";

const LIVE_MILLIS = 5000;

export function LimitsPage() {
  useTitle("Limits");
  const poll = usePoll("limits", (abort) => get("/limits", {}, { abort }), { live: LIVE_MILLIS });
  const [dialog, setDialog] = useState(undefined); // {limit?}
  const limits = poll.data.value?.limits;
  const throttled = limits?.filter((limit) => limit.throttled) ?? [];
  const done = () => {
    setDialog(undefined);
    poll.reload();
  };
  const add = may("operate") && html`<button class="btn primary" onClick=${() => setDialog({})}><${Icon} name="plus" small />New limit</button>`;
  return html`<div class="head"><h1>Limits</h1>${throttled.length > 0 && html`<${Badge} look="backoff" icon="warn" loud>${plural(throttled.length, "is", "are")} throttled<//>`}<span class="grow"></span><${RefreshChoice} />${add}</div>
    <${Trouble} what="The list of limits" poll=${poll} />
    ${limits ? html`${throttled.length > 0 && html`<div class="notes">${throttled.map((limit) => html`<${Throttled} key=${limit.kind + limit.name} limit=${limit} />`)}</div>`}
      ${limits.length === 0 ? html`<section class="panel"><${Blank} icon="gauge" title="Nothing is limited" action=${add}>Owners share all slots fairly by weight 1; no agent and no model is held back.<//></section>` : html`<div class="stack">${Object.keys(KINDS).map((kind) => html`<${Group} key=${kind} kind=${kind} limits=${limits.filter((limit) => limit.kind === kind)} edit=${(limit) => setDialog({ limit })} />`)}</div>`}` : !poll.error.value && html`<section class="panel"><${Skeleton} what="Loading the limits" /></section>`}
    ${dialog && html`<${LimitDialog} limit=${dialog.limit} onClose=${() => setDialog(undefined)} onDone=${done} />`}`;
}

function Throttled({ limit }) {
  return html`<div class="note backoff"><${Icon} name="backoff" /><span class="grow"><b>${limit.name} is throttled${limit.paused_until && html` until <${Moment} at=${limit.paused_until} />`}.</b> <span class="soft"><${Prose} text=${limit.why ?? ""} /></span></span></div>`;
}

const WORDS = { owner: "Owners", agent: "Agents", model: "Models" };
const FILTERS = { owner: "owner", agent: "agent" };

function Group({ kind, limits, edit }) {
  if (limits.length === 0) return null;
  const model = kind === "model";
  return html`<${Panel} title=${WORDS[kind]} aside=${limits.length}><div class="scroll" tabindex="0" role="region" aria-label=${`Table of ${WORDS[kind].toLowerCase()}`}><table><thead><tr><th>Name</th><th>State</th>${model ? html`<th class="num">Requests per minute</th><th class="num">Tokens per minute</th>` : html`${kind === "owner" && html`<th class="num">Weight</th>`}<th class="num">Running</th><th class="num">At most</th>`}<th class="p2">Why</th>${may("operate") && html`<th class="num"><span class="vh">Actions</span></th>`}</tr></thead>
    <tbody>${limits.map((limit) => html`<tr key=${limit.name}><td class="strong">${FILTERS[kind] ? html`<a href=${link("/tasks", { [FILTERS[kind]]: limit.name })}>${limit.name}</a>` : limit.name}</td>
      <td>${limit.throttled ? html`<${Badge} look="backoff" icon="warn" loud>Throttled<//>` : html`<${Badge} look="completed" icon="completed">Free<//>`}</td>
      ${model ? html`<td class="num">${number(limit.requests_per_minute)}</td><td class="num">${number(limit.tokens_per_minute)}</td>` : html`${kind === "owner" && html`<td class="num">${number(limit.weight ?? 1)}</td>`}<td class="num">${limit.max_tasks ? html`<${Meter} used=${(limit.running ?? 0) / limit.max_tasks} />` : ""}${number(limit.running)}</td><td class="num">${number(limit.max_tasks)}</td>`}
      <td class="p2 soft"><${Prose} text=${limit.why ?? ""} /></td>
      ${may("operate") && html`<td class="num"><button class="btn ghost icon" aria-label=${`Change the limits of ${limit.name}`} onClick=${() => edit(limit)}><${Icon} name="edit" small /></button></td>`}</tr>`)}</tbody></table></div><//>`;
}

function number(value) {
  return value === undefined || value === null ? html`<span class="mute">–</span>` : count(value);
}
