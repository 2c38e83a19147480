// The bar on top of every page: pages, find, freshness, theme, who is signed in. On phones the pages are at the bottom.
import { html } from "../lib/html.js";
import { seesFleet } from "../lib/api.js";
import { openWaits } from "../inbox/waits.js";
import { count } from "../lib/numbers.js";
import { link, path } from "../lib/route.js";
import { nextTheme, theme } from "../lib/theme.js";
import { Icon } from "../parts/Icon.js";
import { LiveChip } from "../parts/LiveChip.js";
import { Account } from "./Account.js";
import { Brand } from "./Brand.js";
import { Find } from "./Find.js";

const PAGES = [
  { page: "/", word: "Overview", icon: "grid", fleet: true },
  { page: "/tasks", word: "Tasks", icon: "list" },
  { page: "/inbox", word: "Inbox", icon: "inbox" },
  { page: "/schedules", word: "Schedules", icon: "clock" },
  { page: "/limits", word: "Limits", icon: "gauge", fleet: true },
];

const THEME_ICONS = { system: "theme", light: "sun", dark: "moon" };

export function Header() {
  return html`<header class="top"><${Brand} />
    <nav class="nav" aria-label="Pages">${PAGES.filter((each) => !each.fleet || seesFleet()).map((each) => html`<${PageLink} key=${each.page} ...${each} />`)}</nav>
    <span class="grow"></span>
    <${Find} />
    <${LiveChip} />
    <button class="btn ghost icon" aria-label=${`Theme: ${theme.value}`} title=${`Theme: ${theme.value}`} onClick=${nextTheme}><${Icon} name=${THEME_ICONS[theme.value]} /></button>
    <${Account} />
  </header>`;
}

function PageLink({ page, word, icon }) {
  const here = page === "/" ? path.value === "/" : path.value === page || path.value.startsWith(page + "/");
  return html`<a href=${link(page)} aria-current=${here ? "page" : undefined}><${Icon} name=${icon} />${word}${page === "/inbox" && html`<${Waiting} />`}</a>`;
}

function Waiting() {
  const { waits, complete } = openWaits.value;
  if (waits.length === 0) return null;
  return html`<span class="count" aria-label=${`${waits.length} waiting`}>${count(waits.length)}${complete ? "" : "+"}</span>`;
}
