// Something that was said: by the user, the agent, the instructions, or from outside while it ran.
import { html } from "../lib/html.js";
import { prettyText } from "../lib/exact.js";
import { shortWorker } from "../lib/ids.js";
import { Icon } from "../parts/Icon.js";
import { Moment } from "../parts/Moment.js";

export function Message({ message, task, step, tries = 1 }) {
  const { role } = message;
  if (role === "instructions") return html`<${Instructions} text=${message.text} />`;
  if (role === "tool") return html`<${LooseResult} message=${message} />`;
  if (role === "assistant") {
    const reasoning = (message.parts ?? []).filter((part) => part.type === "reasoning").map((part) => part.text).join("\n");
    if (!message.text && !reasoning) return null;
    return html`<div class="msg"><${Icon} name="chat" /><div><div class="who">${task.agent} <span>${by(step, tries)}</span></div>${reasoning && html`<${Reasoning} text=${reasoning} />`}<${Text} text=${message.text} /></div></div>`;
  }
  const who = message.steering ? "From outside" : "User";
  const first = message.source === "input";
  return html`<div class="msg"><${Icon} name="user" /><div><div class="who">${who} <span>${first ? html`<${Moment} at=${task.created_at} />` : message.steering ? "read before this turn" : ""}</span></div><${Text} text=${message.text} /><${Media} parts=${message.parts} /></div></div>`;
}

function by(step, tries) {
  if (!step) return "";
  return [tries > 1 && `attempt ${tries}`, step.worker && shortWorker(step.worker)].filter(Boolean).join(" · ");
}

// Paragraphs of plain text; JSON keeps its lines.
export function Text({ text = "" }) {
  const shown = prettyText(text);
  if (shown !== text) return html`<pre class="json">${shown}</pre>`;
  return text.split(/\n{2,}/).filter(Boolean).map((paragraph, i) => html`<p key=${i}>${paragraph}</p>`);
}

function Instructions({ text = "" }) {
  return html`<div class="msg dead"><${Icon} name="list" /><details><summary><${Icon} name="right" small class="tri" /> Instructions</summary><${Text} text=${text} /></details></div>`;
}

export function Reasoning({ text }) {
  return html`<details class="reasoning"><summary><${Icon} name="right" small class="tri" /> Reasoning</summary><${Text} text=${text} /></details>`;
}

function LooseResult({ message }) {
  return html`<div class="msg"><${Icon} name="tool" /><div><div class="who">${message.tool ?? "Tool"} <span>result</span></div><${Text} text=${message.text} /></div></div>`;
}

// Media is named, never loaded: the page asks no other host for anything.
function Media({ parts = [] }) {
  return parts.filter((part) => part.type === "media").map((part, i) => html`<p key=${i} class="mute">${part.mime_type} <code>${part.uri}</code></p>`);
}
