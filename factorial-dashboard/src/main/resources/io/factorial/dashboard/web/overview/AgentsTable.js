// Every agent: how it is, what it has to do, how fast and how well it does it.
import { html } from "../lib/html.js";
import { GAP, decimal, duration, percent } from "../lib/numbers.js";
import { link } from "../lib/route.js";
import { Spark } from "../charts/Spark.js";
import { Ago } from "../parts/Age.js";
import { Badge } from "../parts/Badge.js";
import { Blank } from "../parts/Blank.js";
import { Figure } from "../parts/Figure.js";
import { Panel } from "../parts/Panel.js";

const STATES = {
  healthy: { word: "Healthy", look: "completed", icon: "completed" },
  at_limit: { word: "At its limit", look: "backoff", icon: "warn", loud: true },
  failing: { word: "Failing", look: "failed", icon: "warn", loud: true },
  idle: { word: "Idle", look: "cancelled", icon: "queued" },
  no_worker: { word: "No worker", look: "backoff", icon: "warn", loud: true },
};

export function AgentsTable({ agents, words }) {
  const recent = agents.some((agent) => agent.recent?.length > 2);
  return html`<${Panel} title="Agents" aside=${agents.length} id="agents">
    ${agents.length === 0
      ? html`<${Blank} icon="list" title="No agent is registered">An agent shows up here when a program registers a runner for it.<//>`
      : html`<div class="scroll" tabindex="0" role="region" aria-label="Table of agents"><table><thead><tr><th>Agent</th><th>State</th><th class="num">Queue</th><th class="num p2">Processing</th><th class="num p2">Backoff</th><th class="num p2">Pending</th><th class="num p2">Throughput</th>${recent && html`<th class="num p2">${words}</th>`}<th class="num">Success</th><th class="num p2">Avg time</th><th class="num p2">Last active</th></tr></thead>
        <tbody>${agents.map((agent) => html`<${AgentRow} key=${agent.name} agent=${agent} recent=${recent} />`)}</tbody></table></div>`}
  <//>`;
}

function AgentRow({ agent, recent }) {
  const { name } = agent;
  const state = STATES[agent.state] ?? STATES.idle;
  const to = (status) => link("/tasks", { agent: name, status });
  return html`<tr><td class="strong"><a href=${link("/tasks", { agent: name })} title=${agent.description}>${name}</a>${agent.version && html` <span class="mute">${agent.version}</span>`}</td>
    <td><${Badge} ...${state}>${state.word}<//></td>
    <td class="num"><${Figure} value=${agent.queued} href=${to("QUEUED")} /></td>
    <td class="num p2"><${Figure} value=${agent.processing} href=${to("PROCESSING,ACTIVE")} /></td>
    <td class="num p2"><${Figure} value=${agent.backoff} href=${to("BACKOFF")} /></td>
    <td class="num p2"><${Figure} value=${agent.pending} href=${to("PENDING_TOOL_RESULTS,PENDING_CHILD_TASKS")} /></td>
    <td class="num p2">${decimal(agent.per_minute, 1)}<span class="mute">${GAP}/min</span></td>
    ${recent && html`<td class="num p2"><${Spark} values=${agent.recent ?? []} /></td>`}
    <td class="num">${agent.success_rate === undefined ? html`<span class="mute">–</span>` : percent(agent.success_rate)}</td>
    <td class="num p2">${agent.average_seconds === undefined ? html`<span class="mute">–</span>` : duration(agent.average_seconds)}</td>
    <td class="num p2 mute"><${Ago} at=${agent.last_activity} /></td></tr>`;
}
