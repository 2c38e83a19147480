// The title of the browser's tab: the page, then the dashboard's name.
import { useEffect } from "../lib/html.js";
import { session } from "../lib/api.js";

export function useTitle(page) {
  const name = session.value?.dashboard_name ?? "Factorial";
  useEffect(() => {
    document.title = `${page} · ${name}`;
  }, [page, name]);
}
