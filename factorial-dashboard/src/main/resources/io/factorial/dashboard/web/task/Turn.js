// One turn: its sums, what the model said, the tools that it called.
import { html } from "../lib/html.js";
import { GAP, count, duration, usd } from "../lib/numbers.js";
import { hash, select } from "../lib/route.js";
import { now } from "../lib/time.js";
import { Icon } from "../parts/Icon.js";
import { Moment } from "../parts/Moment.js";
import { Calls } from "./Calls.js";
import { Message } from "./Message.js";
import { Superseded } from "./Superseded.js";
import { place } from "./turns.js";

export function Turn({ turn, parts, steps, from, to, waits, tokens, cost, task, superseded, expanded, fork }) {
  const name = place(turn);
  const said = superseded.filter((each) => each.turn === turn);
  const completions = steps.filter((step) => step.kind === "completion");
  const lost = completions.filter((step) => step.state === "superseded" || step.state === "failed");
  const last = completions.findLast((step) => step.state === "done" || step.state === "running");
  return html`<div class="turn" id=${`c-${name}`} data-here=${hash.value === name ? "" : undefined} title=${`turn ${turn} in events and in the API`}>
      <button class="linkish plain" onClick=${() => select(name)}><b>Turn ${turn + 1}</b></button>
      <span class="trunc">${from !== undefined && html`<${Sums} from=${from} to=${to} waits=${waits} tokens=${tokens} cost=${cost} steps=${steps} />`}</span><span class="grow"></span>
      ${fork && to !== undefined && html`<button class="linkish" title="Start a new task that shares the history before this turn" onClick=${fork}><${Icon} name="fork" small /><span class="p2"> Fork from here</span><span class="vh only-s">Fork from here</span></button>`}</div>
    ${lost.map((step) => html`<${Superseded} key=${step.id} step=${step} text=${said.find((each) => each.attempt === step.attempt)?.text} />`)}
    ${parts.map((part, i) =>
      part.kind === "message"
        ? html`<${Message} key=${`m${part.message.index}.${part.message.part ?? 0}`} message=${part.message} task=${task} step=${part.message.role === "assistant" ? last : undefined} tries=${completions.length} />`
        : html`<${Calls} key=${`c${i}`} calls=${part.calls} turn=${turn} expanded=${expanded} />`,
    )}`;
}

function Sums({ from, to, waits, tokens, cost, steps }) {
  if (to === undefined && waits) {
    const since = steps.findLast((step) => step.state === "waiting")?.started_at;
    return html`waits since <${Moment} at=${since} />`;
  }
  const took = to === undefined ? duration((now.value - from) / 1000, 0) : duration((to - from) / 1000);
  return html`${took}${tokens > 0 && html`<span class="p2"> · ${count(tokens)} tokens</span>`}${cost !== undefined && ` · ${usd(cost, 4)}${GAP}USD`}`;
}
