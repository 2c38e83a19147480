// What waits for a person: one list for the badge in the bar and for the inbox.
import { html, signal, useEffect } from "../lib/html.js";
import { get } from "../lib/api.js";
import { usePoll } from "../lib/live.js";

const LIVE_MILLIS = 5000;
const PERSONAL = "approval,deferred_tool";
const MOST = 500;
const NONE = { waits: [], complete: true };

export const openWaits = signal(NONE);
export const waitsPoll = signal(undefined);

// Stands once in the page; what it loads is read wherever it is needed.
export function WaitsWatch() {
  const poll = usePoll("waits", (abort) => get("/waits", { kind: PERSONAL, limit: MOST }, { abort, exact: true }), { live: LIVE_MILLIS });
  const { waits, complete } = poll.data.value ?? NONE;
  useEffect(() => {
    waitsPoll.value = poll;
  }, [poll]);
  useEffect(() => {
    openWaits.value = { waits, complete: complete !== false };
  }, [waits, complete]);
  return html``;
}

export function waitKey(wait) {
  return `${wait.task_id}/${wait.call_id}`;
}

// What a person, or a program in their place, has to answer; children and timers answer themselves.
export function isPersonal({ kind }) {
  return kind === "approval" || kind === "deferred_tool";
}

const VERBS = { approval: "Approve", deferred_tool: "Complete" };

// "Approve issue_refund"; a call of which nobody knows whether it ran is decided.
export function verb(wait) {
  return isInDoubt(wait) ? "Decide" : (VERBS[wait.kind] ?? "Answer");
}

export function isInDoubt(wait) {
  return wait.kind === "approval" && /in doubt|outcome unknown|may have run/i.test(wait.question ?? "");
}
