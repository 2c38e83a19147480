// What needs a person or is broken, each in a sentence that leads to it; calm when there is nothing.
import { html } from "../lib/html.js";
import { BASE } from "../lib/api.js";
import { about, count, plural } from "../lib/numbers.js";
import { safe } from "../lib/route.js";
import { now } from "../lib/time.js";
import { openWaits } from "../inbox/waits.js";
import { Badge } from "../parts/Badge.js";
import { Icon } from "../parts/Icon.js";
import { LeadingSentence } from "../parts/Prose.js";

export function Health({ notices }) {
  if (notices.length === 0) return html`<${Badge} look="completed" icon="completed">Healthy<//>`;
  const broken = notices.some((notice) => notice.severity === "error");
  const look = notices.length === 1 ? "needs a look" : "need a look";
  return html`<${Badge} look=${broken ? "failed" : "backoff"} icon="warn" loud>${broken ? "Failing" : "Degraded"}<//><span class="soft">${plural(notices.length, "thing")} ${look}</span>`;
}

// What a notice is about, by its code.
const LOOKS = [
  { words: /wait|approv|person/, look: "tools", icon: "tools" },
  { words: /throttl|backoff|rate/, look: "backoff", icon: "backoff" },
  { words: /fail|error/, look: "failed", icon: "warn" },
];

// What waits for a person stands first. The page knows it from the list behind the inbox.
export function withWaits(notices) {
  const { waits, complete } = openWaits.value;
  if (waits.length === 0) return notices;
  const deadlines = waits.filter((wait) => wait.deadline).map((wait) => Date.parse(wait.deadline));
  const next = deadlines.length ? ` The next deadline is in ${about((Math.min(...deadlines) - now.value) / 1000)}.` : "";
  const who = waits.length === 1 ? "1 call waits" : `${count(waits.length)}${complete ? "" : "+"} calls wait`;
  return [{ severity: "warn", code: "waits_for_person", text: `${who} for a person.${next}`, href: "/inbox" }, ...notices];
}

export function Notices({ notices }) {
  if (notices.length === 0) return null;
  return html`<div class="notes">${notices.map((notice) => html`<${Notice} key=${notice.code + notice.text} ...${notice} />`)}</div>`;
}

function Notice({ severity, code = "", text, href }) {
  const { look, icon } = severity === "error" ? { look: "failed", icon: "warn" } : (LOOKS.find(({ words }) => words.test(code)) ?? { look: "backoff", icon: "warn" });
  const inside = html`<${Icon} name=${icon} /><span class="grow"><${LeadingSentence} text=${text} /></span>`;
  const address = inThisDashboard(href);
  return address ? html`<a class=${`note ${look}`} href=${address}>${inside}<${Icon} name="right" small /></a>` : html`<div class=${`note ${look}`}>${inside}</div>`;
}

// The server may name a page by its path below the dashboard, or by its whole path.
function inThisDashboard(href) {
  if (typeof href === "string" && /^[?#]/.test(href)) return BASE + href;
  const path = safe(href);
  return path && !path.startsWith(BASE) ? BASE + path : path;
}
