// Light, dark, or what the reader's system says.
import { effect } from "./html.js";
import { remembered } from "./store.js";

const THEMES = ["system", "light", "dark"];
export const theme = remembered("theme", "system", THEMES);

effect(() => {
  if (theme.value === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme.value;
});

export function nextTheme() {
  theme.value = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length];
}
