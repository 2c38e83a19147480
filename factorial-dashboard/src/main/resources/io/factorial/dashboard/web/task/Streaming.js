// The answer that is being written right now.
import { html } from "../lib/html.js";
import { Icon } from "../parts/Icon.js";

export function Streaming({ turn, attempt, model, late, text, reasoning, tools, fresh, task }) {
  const detail = [attempt > 0 && `attempt ${attempt + 1}`, model].filter(Boolean).join(" · ");
  return html`${fresh && html`<div class="turn"><b>Turn ${turn + 1}</b><span>streams</span></div>`}
    <div class="msg streaming" aria-busy="true"><${Icon} name="chat" /><div><div class="who">${task.agent} <span>${detail}</span></div>
      ${!text && reasoning && html`<p class="mute">${reasoning}</p>`}
      ${text || tools.length === 0 ? html`<p class="flow">${late && html`<span class="mute" title="What was streamed before this page was opened is shown when it is recorded">… </span>`}${text}<span class="caret" aria-hidden="true"></span></p>` : null}
    </div></div>
    ${tools.length > 0 && html`<div class="calls">${tools.map((tool) => html`<div class="call drafting" key=${tool.index}><span class="fn">${tool.name}</span><span class="arg flow">${tool.text}</span></div>`)}</div>`}`;
}
