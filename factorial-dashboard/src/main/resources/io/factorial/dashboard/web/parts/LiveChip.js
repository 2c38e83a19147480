// Whether what is shown is fresh, and how old it is. Pressing it pauses and resumes.
import { html } from "../lib/html.js";
import { condition, failingSince, held, lastGood, refresh, togglePause } from "../lib/live.js";
import { count, duration } from "../lib/numbers.js";
import { now, time } from "../lib/time.js";
import { Icon } from "./Icon.js";

export function LiveChip() {
  now.value; // the age grows
  const age = duration(Math.max(0, (Date.now() - (lastGood.value || Date.now())) / 1000));
  const look = LOOKS[condition.value](age);
  const title = `${look.word}. Data is ${age} old. Space ${condition.value === "paused" ? "resumes" : "pauses"}.`;
  return html`<button class=${`live ${condition.value}`} title=${title} onClick=${togglePause}>
    ${look.icon ? html`<${Icon} name=${look.icon} small />` : html`<i class="on"></i>`}${look.word}
    <span class="mute p3">${look.detail}</span></button>`;
}

const LOOKS = {
  live: (age) => ({ word: "Live", detail: refresh.value === "live" ? age : `every ${refresh.value} s` }),
  off: (age) => ({ word: "Refresh off", icon: "pause", detail: age }),
  paused: () => ({ word: "Paused", icon: "pause", detail: held.value ? `${count(held.value)} held` : "" }),
  reconnecting: () => ({ word: "Reconnecting", icon: "backoff", detail: duration((Date.now() - failingSince.value) / 1000, 0) }),
  stale: () => ({ word: `Stale since ${time(failingSince.value)}`, icon: "warn", detail: "" }),
};
