// Everything that waits for a person: the list, and the one that is chosen.
import { html, useEffect, useState } from "../lib/html.js";
import { get, segment } from "../lib/api.js";
import { shortId } from "../lib/ids.js";
import { useKeys } from "../lib/keys.js";
import { plural } from "../lib/numbers.js";
import { go, query, taskLink, withQuery } from "../lib/route.js";
import { Ago, Left } from "../parts/Age.js";
import { Blank } from "../parts/Blank.js";
import { Icon } from "../parts/Icon.js";
import { Moment } from "../parts/Moment.js";
import { Skeleton } from "../parts/Skeleton.js";
import { Trouble } from "../parts/Trouble.js";
import { Text } from "../task/Message.js";
import { useTitle } from "../shell/title.js";
import { Ask, Why } from "./Ask.js";
import { isInDoubt, openWaits, verb, waitKey, waitsPoll } from "./waits.js";

const ORDERS = { deadline: "Soonest deadline", oldest: "Oldest first", newest: "Newest first" };
const NEVER = "9999";

export function InboxPage() {
  useTitle("Inbox");
  const { waits, complete } = openWaits.value;
  const order = ORDERS[query.value.get("order")] ? query.value.get("order") : "deadline";
  const sorted = sort(waits, order);
  const wanted = query.value.get("wait");
  const [answered, setAnswered] = useState(undefined); // stays open until the reader goes on
  const chosen = sorted.find((wait) => waitKey(wait) === wanted) ?? (wanted && answered && waitKey(answered) === wanted ? answered : undefined) ?? sorted[0];
  const at = sorted.findIndex((wait) => chosen && waitKey(wait) === waitKey(chosen));
  useEffect(() => {
    if (chosen) setAnswered(chosen);
  }, [chosen && waitKey(chosen)]);
  const choose = (index) => sorted[index] && go(withQuery({ wait: waitKey(sorted[index]) }), { replace: true });
  useKeys({
    j: () => choose(at + 1),
    k: () => choose(at - 1),
    o: () => chosen && go(taskLink(chosen.task_id)),
    Enter: () => chosen && go(taskLink(chosen.task_id)),
    a: () => document.querySelector(".detail .approve")?.focus(),
    r: () => document.querySelector(".detail .reject")?.focus(),
  });
  const poll = waitsPoll.value;
  const loaded = poll?.data.value !== undefined;
  return html`<div class="head"><h1>Inbox</h1><span class="soft">${waits.length > 0 && `${complete ? plural(waits.length, "waits", "wait") : `${waits.length}+ wait`} for a person`}</span><span class="grow"></span>
      <span class="choice"><select class="btn" aria-label="Order" value=${order} onChange=${(event) => go(withQuery({ order: event.target.value }))}>${Object.entries(ORDERS).map(([key, word]) => html`<option key=${key} value=${key}>${word}</option>`)}</select><${Icon} name="down" small /></span></div>
    ${poll && html`<${Trouble} what="The inbox" poll=${poll} />`}
    ${!loaded ? !poll?.error.value && html`<section class="panel"><${Skeleton} rows=${6} what="Loading the inbox" /></section>` : chosen ? html`<div class="inbox"><${List} waits=${sorted} chosen=${chosen} /><${Chosen} key=${waitKey(chosen)} wait=${chosen} reload=${poll.reload} /></div>` : html`<section class="panel"><${Blank} icon="inbox" title="Nothing waits for a person">Approvals and results that an agent waits for show up here by themselves.<//></section>`}`;
}

function sort(waits, order) {
  const by = {
    deadline: (wait) => (wait.deadline ?? NEVER) + wait.since,
    oldest: (wait) => wait.since,
    newest: (wait) => wait.since,
  }[order];
  const sorted = [...waits].sort((a, b) => (by(a) < by(b) ? -1 : by(a) > by(b) ? 1 : 0));
  return order === "newest" ? sorted.reverse() : sorted;
}

function List({ waits, chosen }) {
  return html`<section class="panel" aria-label="Waiting"><div class="items">${waits.map((wait) => html`<${Item} key=${waitKey(wait)} wait=${wait} here=${waitKey(wait) === waitKey(chosen)} />`)}</div></section>`;
}

function Item({ wait, here }) {
  return html`<a class="item" href=${withQuery({ wait: waitKey(wait) })} aria-current=${here ? "true" : undefined}><${Icon} name=${isInDoubt(wait) ? "warn" : "tools"} /><span class="t trunc">${verb(wait)} <code>${wait.tool}</code></span><${Left} until=${wait.deadline} />
    <span class="s">${wait.query}</span><span class="s mute">${wait.agent} · ${wait.owner} · asked <${Ago} at=${wait.since} /></span></a>`;
}

function Chosen({ wait, reload }) {
  const said = useLastWords(wait);
  return html`<section class="panel" aria-labelledby="ih"><header><h2 id="ih">${verb(wait)} <code>${wait.tool}</code>?</h2><span class="grow"></span><a href=${taskLink(wait.task_id)}>Open task ${shortId(wait.task_id)}</a><kbd class="kh">o</kbd></header>
    <div class="detail"><div class="reason tools"><${Icon} name="tools" /><span class="grow"><${Why} wait=${wait} /> Asked <${Ago} at=${wait.since} />.${wait.deadline && html` At <${Moment} at=${wait.deadline} /> it ends by itself.`}</span></div>
      ${said && html`<div><p class="lab">What the agent said last</p><div class="quote"><${Text} text=${said} /></div></div>`}
      <${Ask} wait=${wait} roomy onAnswered=${reload} />
      <p class="mute">The call runs once, as <code>${shortId(wait.task_id)}:${wait.call_id}</code>. The first answer wins; your name goes into the audit event.</p></div></section>`;
}

// The text of the answer that holds the call.
function useLastWords(wait) {
  const [said, setSaid] = useState(undefined);
  useEffect(() => {
    const abort = new AbortController();
    get(`/tasks/${segment(wait.task_id)}/messages`, {}, { abort: abort.signal }).then(
      ({ messages }) => setSaid(messages.findLast((message) => message.role === "assistant" && message.tool_calls?.some((call) => call.id === wait.call_id))?.text),
      () => undefined, // the question can be answered without it
    );
    return () => abort.abort();
  }, [waitKey(wait)]);
  return said;
}
