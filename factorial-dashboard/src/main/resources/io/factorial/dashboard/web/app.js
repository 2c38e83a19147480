// The dashboard: which page is shown, and what all pages share.
import { Fragment, html, render, useEffect, useErrorBoundary, useRef } from "./lib/html.js";
import { learnSession, seesFleet, session } from "./lib/api.js";
import { useKeys } from "./lib/keys.js";
import { togglePause } from "./lib/live.js";
import { go, link, path } from "./lib/route.js";
import "./lib/theme.js";
import { Hatches } from "./charts/Hatches.js";
import { WaitsWatch } from "./inbox/waits.js";
import { InboxPage } from "./inbox/InboxPage.js";
import { LimitsPage } from "./limits/LimitsPage.js";
import { LoginPage } from "./login/LoginPage.js";
import { OverviewPage } from "./overview/OverviewPage.js";
import { Blank } from "./parts/Blank.js";
import { SchedulesPage } from "./schedules/SchedulesPage.js";
import { Footer } from "./shell/Footer.js";
import { Header } from "./shell/Header.js";
import { KeyboardHelp } from "./shell/KeyboardHelp.js";
import { Notice } from "./shell/Notice.js";
import { TaskPage } from "./task/TaskPage.js";
import { TasksPage } from "./tasks/TasksPage.js";

const PAGES = { "/": OverviewPage, "/tasks": TasksPage, "/inbox": InboxPage, "/schedules": SchedulesPage, "/limits": LimitsPage };

function App() {
  if (session.value === undefined) return null;
  if (session.value === null || path.value === "/login") return html`<${LoginPage} />`;
  return html`<${SignedIn} />`;
}

function SignedIn() {
  useKeys({
    "g o": () => visit("/"),
    "g t": () => visit("/tasks"),
    "g i": () => visit("/inbox"),
    "g s": () => visit("/schedules"),
    "g l": () => visit("/limits"),
    Space: togglePause,
  });
  return html`<${Fragment}>
    <a class="skip" href="#main">Skip to content</a>
    <${WaitsWatch} /><${Hatches} /><${Header} />
    <main id="main" class="page" tabindex="-1"><${Page} /><${Footer} /></main>
    <${Notice} /><${KeyboardHelp} />
  <//>`;
}

function visit(page) {
  go(link(page));
  scrollTo(0, 0);
}

function Page() {
  const here = path.value === "/" && !seesFleet() ? "/tasks" : path.value;
  const first = useRef(true);
  useEffect(() => {
    // A new page is read from its top, by screen readers too.
    if (!first.current) document.getElementById("main").focus({ preventScroll: true });
    first.current = false;
  }, [here]);
  const [crash, forget] = useErrorBoundary((error) => console.error(error));
  if (crash) return html`<${Crash} error=${crash} again=${forget} />`;
  const task = /^\/tasks\/([^/]+)$/.exec(here);
  if (task) return html`<${TaskPage} key=${here} id=${decoded(task[1])} />`;
  const Found = PAGES[here];
  return Found ? html`<${Found} key=${here} />` : html`<${NotFound} />`;
}

// An address that is no proper encoding names no task.
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function NotFound() {
  return html`<section class="panel"><${Blank} icon="search" title="There is no such page" action=${html`<a class="btn" href=${link("/")}>To the overview</a>`} /></section>`;
}

function Crash({ error, again }) {
  return html`<section class="panel"><${Blank} icon="warn" title="This page stopped working" action=${html`<button class="btn" onClick=${again}>Try again</button>`}>${String(error?.message ?? error)}<//></section>`;
}

async function start() {
  const root = document.getElementById("app");
  try {
    await learnSession();
    render(html`<${App} />`, root);
  } catch (problem) {
    const again = html`<button class="btn" onClick=${() => location.reload()}>Try again</button>`;
    render(html`<main class="gate"><div class="panel"><${Blank} icon="warn" title="The dashboard's server does not answer" action=${again}>${problem.message}<//></div></main>`, root);
  }
}

start();
