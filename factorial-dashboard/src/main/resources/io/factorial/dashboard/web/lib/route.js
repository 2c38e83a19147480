// Where the reader is: the page from the path, its filters from the query, its selection from the hash.
import { computed, signal } from "./html.js";
import { BASE } from "./api.js";

const here = signal(read());

function read() {
  return { path: location.pathname, search: location.search, hash: location.hash, state: history.state };
}

export const path = computed(() => here.value.path.slice(BASE.length).replace(/\/+$/, "") || "/");
export const query = computed(() => new URLSearchParams(here.value.search));
export const hash = computed(() => here.value.hash.slice(1));
export const state = computed(() => here.value.state ?? {});

export function link(page, params) {
  const search = params ? String(new URLSearchParams(Object.entries(params).filter(([, value]) => value))) : "";
  return BASE + (page === "/" ? "" : page) + (search ? "?" + search : "");
}

export function taskLink(id) {
  return link(`/tasks/${encodeURIComponent(id)}`);
}

export function go(address, { replace = false, state = null } = {}) {
  if (replace) history.replaceState(state, "", address);
  else history.pushState(state, "", address);
  here.value = read();
}

// The same page with other filters; empty values leave the address.
export function withQuery(changes) {
  const next = new URLSearchParams(query.value);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === null || value === "") next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString();
  return here.value.path + (text ? "?" + text : "");
}

export function select(id) {
  go(location.pathname + location.search + (id ? "#" + id : ""), { replace: true, state: history.state });
}

addEventListener("popstate", () => {
  here.value = read();
});

// Links inside the dashboard change the page without loading it anew.
addEventListener("click", (event) => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const anchor = event.target.closest?.("a[href]");
  if (!anchor || anchor.target || anchor.hasAttribute("download")) return;
  const to = new URL(anchor.href, location.href);
  const inside = to.pathname === BASE || to.pathname.startsWith(BASE + "/");
  if (to.origin !== location.origin || !inside) return;
  if (to.hash && to.pathname === location.pathname && to.search === location.search) return;
  event.preventDefault();
  const otherPage = to.pathname !== location.pathname;
  go(to.pathname + to.search + to.hash);
  if (otherPage) scrollTo(0, 0);
});

// Only addresses inside this dashboard are followed; anything else that a server might name is not.
export function safe(address) {
  return typeof address === "string" && /^\/(?![/\\])/.test(address) ? address : undefined;
}
