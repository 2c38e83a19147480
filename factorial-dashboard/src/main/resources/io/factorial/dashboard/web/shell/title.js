// The title of the browser's tab: the page, then the dashboard's name.
import { useEffect } from "../lib/html.js";
import { dashboardName } from "../lib/api.js";

export function useTitle(page) {
  const name = dashboardName.value;
  useEffect(() => {
    document.title = `${page} · ${name}`;
  }, [page, name]);
}
