// A try that does not count: folded, struck out, with its cause and what it cost.
import { html } from "../lib/html.js";
import { shortWorker } from "../lib/ids.js";
import { count, duration, usd } from "../lib/numbers.js";
import { Icon } from "../parts/Icon.js";

export function Superseded({ step, text }) {
  const took = step.ended_at ? duration((Date.parse(step.ended_at) - Date.parse(step.started_at)) / 1000) : undefined;
  const tokens = (step.input_tokens ?? 0) + (step.output_tokens ?? 0);
  const spent = [tokens > 0 && `${count(tokens)} tokens`, step.cost_usd !== undefined && step.cost_usd !== null && `${usd(step.cost_usd, 4)} USD`].filter(Boolean).join(", ");
  const cause = step.state === "failed" ? (step.error?.message ?? step.error ?? "the call failed") : (step.error?.message ?? step.error ?? `${step.worker ? shortWorker(step.worker) : "its worker"} lost its lease`);
  const words = html`<span class="strong">Attempt ${(step.attempt ?? 0) + 1}, ${step.state}</span>: ${String(cause)}${took && ` after ${took}`}.${spent && ` ${spent}.`}`;
  if (!text) return html`<div class="msg dead"><${Icon} name="chat" /><p>${words}</p></div>`;
  return html`<div class="msg dead"><${Icon} name="chat" /><details><summary><${Icon} name="right" small class="tri" /> ${words}</summary><p><s>${text}</s></p></details></div>`;
}
