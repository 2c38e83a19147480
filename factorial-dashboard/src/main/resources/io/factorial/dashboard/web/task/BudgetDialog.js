// Raises what a paused task may use, and lets it go on.
import { html, useState } from "../lib/html.js";
import { post, segment } from "../lib/api.js";
import { tell } from "../lib/say.js";
import { Action } from "../parts/Action.js";
import { Dialog } from "../parts/Dialog.js";
import { Icon } from "../parts/Icon.js";

const FIELDS = {
  turns: ["Turns", "1"],
  tool_calls: ["Tool calls", "1"],
  input_tokens: ["Input tokens", "1"],
  output_tokens: ["Output tokens", "1"],
  cost_usd: ["Cost in USD", "any"],
  wall_clock_seconds: ["Time in seconds", "1"],
};

export function BudgetDialog({ task, onClose, onDone }) {
  const limited = Object.keys(FIELDS).filter((name) => task.budget?.[name]?.limit !== undefined);
  const [limits, setLimits] = useState(Object.fromEntries(limited.map((name) => [name, String(task.budget[name].limit)])));
  const [problem, setProblem] = useState(undefined);
  const run = async () => {
    const budget = Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== "").map(([name, value]) => [name, Number(value)]));
    await post(`/tasks/${segment(task.id)}/resume`, { budget });
    tell("It goes on with the new budget.");
    onDone();
  };
  return html`<${Dialog} title="Raise its budget" onClose=${onClose}><form class="stack" onSubmit=${(event) => event.preventDefault()}>
    ${limited.map((name) => html`<label class="field" key=${name}><span>${FIELDS[name][0]} <span class="mute">${String(task.budget[name].spent)} used</span></span><input class="in" type="number" min="0" step=${FIELDS[name][1]} value=${limits[name]} onInput=${(event) => setLimits({ ...limits, [name]: event.target.value })} /></label>`)}
    ${problem && html`<p class="err" role="alert"><${Icon} name="warn" />${problem.message}</p>`}
    <div class="row"><${Action} type="submit" class="btn primary" run=${run} onProblem=${setProblem}>Raise and resume<//><button type="button" class="btn" onClick=${onClose}>Close</button></div></form><//>`;
}
