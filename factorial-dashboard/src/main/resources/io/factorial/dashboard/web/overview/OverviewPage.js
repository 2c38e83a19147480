// How the whole system is: trouble first, then figures, charts, agents and workers.
import { html, useEffect, useRef } from "../lib/html.js";
import { get } from "../lib/api.js";
import { usePoll } from "../lib/live.js";
import { link, query, withQuery } from "../lib/route.js";
import { useKeys } from "../lib/keys.js";
import { Blank } from "../parts/Blank.js";
import { RefreshChoice } from "../parts/RefreshChoice.js";
import { Skeleton } from "../parts/Skeleton.js";
import { Trouble } from "../parts/Trouble.js";
import { AgentsTable } from "./AgentsTable.js";
import { Figures } from "./Figures.js";
import { Finished } from "./Finished.js";
import { Health, Notices, withWaits } from "./Notices.js";
import { Latency } from "./Latency.js";
import { StatusDistribution } from "./StatusDistribution.js";
import { Spending } from "./Spending.js";
import { WorkersTable } from "./WorkersTable.js";
import { useTitle } from "../shell/title.js";
import { useHistory } from "./history.js";

export const SPANS = { "1h": "1 h", "24h": "24 h", "7d": "7 d" };
const SPAN_WORDS = { "1h": "Last hour", "24h": "Last 24 hours", "7d": "Last 7 days" };

export function OverviewPage() {
  useTitle("Overview");
  const asked = query.value.get("span");
  const span = SPANS[asked] ? asked : "1h";
  const agent = query.value.get("agent") ?? "";
  const poll = usePoll(`overview ${span} ${agent}`, (abort) => get("/overview", { span, agent }, { abort }));
  const last = useRef();
  last.current = poll.data.value ?? last.current; // another span shows the old one until it is there
  const overview = last.current;
  const history = useHistory(overview);
  useKeys({ ".": () => document.querySelector(".notes a")?.focus() });
  useEffect(() => {
    if (overview && location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
  }, [!overview]);
  return html`<div class="head"><h1>Overview</h1>${overview && html`<${Health} notices=${withWaits(overview.notices)} />`}<span class="grow"></span>
      <nav class="seg" aria-label="Time range">${Object.entries(SPANS).map(([key, word]) => html`<a key=${key} href=${withQuery({ span: key === "1h" ? "" : key })} aria-current=${key === span ? "true" : undefined}>${word}</a>`)}</nav>
      <${RefreshChoice} /></div>
    <${Trouble} what="The overview" poll=${poll} />
    ${overview ? html`<${Content} overview=${overview} span=${span} agent=${agent} history=${history} />` : !poll.error.value && html`<section class="panel"><${Skeleton} rows=${8} what="Loading the overview" /></section>`}`;
}

function Content({ overview, span, agent, history }) {
  const words = SPAN_WORDS[span];
  const nothing = Object.values(overview.counts).every((n) => n === 0) && overview.agents.length === 0;
  if (nothing) {
    return html`<section class="panel"><${Blank} icon="list" title="No agent and no task yet" action=${html`<a class="btn" href=${link("/tasks")}>To the tasks</a>`}>
      Register a runner in your program and enqueue a task, or run <code>./factorial demo</code>. It shows up here by itself.<//></section>`;
  }
  return html`<${Notices} notices=${withWaits(overview.notices)} />
    <${Figures} overview=${overview} span=${span} history=${history} />
    <div class="g-main"><${Finished} overview=${overview} agent=${agent} /><${StatusDistribution} counts=${overview.counts} finished=${overview.finished} words=${words} span=${span} /></div>
    <div class="g-2"><${Latency} overview=${overview} /><${Spending} overview=${overview} /></div>
    <${AgentsTable} agents=${overview.agents} now=${overview.now} words=${words} /><div class="gap"></div>
    <${WorkersTable} workers=${overview.workers} now=${overview.now} />`;
}
