// The filters of the list: what is asked for stands beside them, each to be removed by one click.
import { html, useRef } from "../lib/html.js";
import { go, link, withQuery } from "../lib/route.js";
import { STATUSES } from "../lib/statuses.js";
import { Icon } from "../parts/Icon.js";
import { Menu } from "../parts/Menu.js";
import { SPANS, isEmpty, tokens } from "./filter.js";

const FRESH = { after: "", selected: "" };

function narrow(changes) {
  go(withQuery({ ...changes, ...FRESH }));
}

export function Filters({ filter, agents }) {
  const text = useRef();
  const onSubmit = (event) => {
    event.preventDefault();
    narrow({ text: text.current.value.trim() });
  };
  return html`<form class="filters" role="search" aria-label="These tasks" onSubmit=${onSubmit}>
    <label class="goto"><${Icon} name="search" /><span class="vh">Text of the query</span><input ref=${text} key=${filter.text ?? ""} type="search" placeholder="Text of the query" defaultValue=${filter.text ?? ""} autocomplete="off" enterkeyhint="search" /></label>
    <${Menu} label="Agent" title="Filter by agent">${(close) => html`<${AgentChoice} agents=${agents} filter=${filter} close=${close} />`}<//>
    <${Menu} label="Owner" title="Filter by owner">${(close) => html`<${OwnerChoice} filter=${filter} close=${close} />`}<//>
    <${Menu} label="Status" title="Filter by status">${() => html`<${StatusChoice} filter=${filter} />`}<//>
    <${Menu} label="Created" title="Filter by time">${(close) => html`<${SpanChoice} filter=${filter} close=${close} />`}<//>
    ${tokens(filter).map((token) => html`<${Token} key=${token.name} ...${token} />`)}
    ${!isEmpty(filter) && html`<a class="btn ghost" href=${link("/tasks")}>Clear</a>`}
  </form>`;
}

function Token({ words, without }) {
  return html`<span class="tok"><span class="trunc">${words}</span><button type="button" aria-label=${`Remove the filter: ${words}`} onClick=${() => narrow(without)}><${Icon} name="x" small /></button></span>`;
}

function AgentChoice({ agents, filter, close }) {
  if (agents.length === 0) return html`<p class="soft">No agent is registered.</p>`;
  const pick = (name) => {
    close();
    narrow({ agent: name });
  };
  return agents.map(({ name }) => html`<button type="button" class="menu-item" key=${name} aria-pressed=${filter.agent === name} onClick=${() => pick(filter.agent === name ? "" : name)}>${name}</button>`);
}

function OwnerChoice({ filter, close }) {
  const owner = useRef();
  const pick = () => {
    close();
    narrow({ owner: owner.current.value.trim() });
  };
  const onKeyDown = (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault(); // the menu stands inside the form of the text
    pick();
  };
  return html`<label class="field"><span>Owner is</span><input class="in" ref=${owner} defaultValue=${filter.owner ?? ""} autocomplete="off" onKeyDown=${onKeyDown} /></label><button type="button" class="btn" onClick=${pick}>Show</button>`;
}

function StatusChoice({ filter }) {
  const chosen = new Set(filter.status ?? []);
  const toggle = (status) => {
    if (!chosen.delete(status)) chosen.add(status);
    narrow({ status: [...chosen].join(",") });
  };
  return Object.entries(STATUSES).map(([status, { word, look }]) => html`<label class="row" key=${status}><input type="checkbox" checked=${chosen.has(status)} onChange=${() => toggle(status)} /><span class=${`st ${look}`} title=${status}><${Icon} name=${look} />${word}</span></label>`);
}

function SpanChoice({ filter, close }) {
  const pick = (span) => {
    close();
    narrow({ span, since: "", until: "" });
  };
  return html`<button type="button" class="menu-item" aria-pressed=${!filter.span} onClick=${() => pick("")}>At any time</button>
    ${Object.entries(SPANS).map(([span, [words]]) => html`<button type="button" class="menu-item" key=${span} aria-pressed=${filter.span === span} onClick=${() => pick(span)}>${words[0].toUpperCase() + words.slice(1)}</button>`)}`;
}
