// Makes a schedule, or changes one.
import { html, useState } from "../lib/html.js";
import { put, segment, session } from "../lib/api.js";
import { tell } from "../lib/say.js";
import { Action } from "../parts/Action.js";
import { Dialog } from "../parts/Dialog.js";
import { Icon } from "../parts/Icon.js";

const NEW = { name: "", agent: "", owner: "", query: "", every_seconds: 3600, cron: "", zone: Intl.DateTimeFormat().resolvedOptions().timeZone };

export function ScheduleDialog({ schedule, onClose, onDone }) {
  const [values, setValues] = useState({ ...NEW, owner: session.value.owner ?? "", ...schedule });
  const [byCron, setByCron] = useState(Boolean(schedule?.cron));
  const [problem, setProblem] = useState(undefined);
  const field = (name) => ({ value: values[name] ?? "", onInput: (event) => setValues({ ...values, [name]: event.target.value }) });
  const run = async () => {
    const { name, agent, owner, query, every_seconds: every, cron, zone } = values;
    await put(`/schedules/${segment(name.trim())}`, { agent: agent.trim(), owner: owner.trim(), query, ...(byCron ? { cron: cron.trim(), zone: zone.trim() } : { every_seconds: Number(every) }) });
    tell(`${schedule ? "Changed" : "Made"} ${name.trim()}.`);
    onDone();
  };
  return html`<${Dialog} title=${schedule ? `Change ${schedule.name}` : "New schedule"} onClose=${onClose}><form class="stack" onSubmit=${(event) => event.preventDefault()}>
    <label class="field"><span>Name</span><input class="in" ...${field("name")} readonly=${Boolean(schedule)} autocomplete="off" /></label>
    <div class="g-form"><label class="field"><span>Agent</span><input class="in" ...${field("agent")} autocomplete="off" /></label><label class="field"><span>Owner</span><input class="in" ...${field("owner")} autocomplete="off" /></label></div>
    <label class="field"><span>Query</span><textarea rows="3" ...${field("query")}></textarea></label>
    <fieldset class="row"><legend class="vh">When</legend><label class="row"><input type="radio" name="when" checked=${!byCron} onChange=${() => setByCron(false)} />Every so often</label><label class="row"><input type="radio" name="when" checked=${byCron} onChange=${() => setByCron(true)} />By cron</label></fieldset>
    ${byCron ? html`<div class="g-form"><label class="field"><span>Cron <span class="mute">five fields</span></span><input class="in mono" ...${field("cron")} placeholder="0 7 * * MON-FRI" autocomplete="off" /></label><label class="field"><span>Time zone</span><input class="in" ...${field("zone")} autocomplete="off" /></label></div>` : html`<label class="field"><span>Seconds between two tasks</span><input class="in" type="number" min="1" step="1" ...${field("every_seconds")} /></label>`}
    ${problem && html`<p class="err" role="alert"><${Icon} name="warn" />${problem.message}</p>`}
    <div class="row"><${Action} type="submit" class="btn primary" disabled=${!values.name.trim() || !values.agent.trim() || !values.owner.trim()} run=${run} onProblem=${setProblem}>${schedule ? "Change" : "Make"}<//><button type="button" class="btn" onClick=${onClose}>Close</button></div></form><//>`;
}
