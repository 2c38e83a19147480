// The time zone of all times, the version, and the way to the keyboard.
import { html } from "../lib/html.js";
import { session } from "../lib/api.js";
import { HERE, zone, zoneName } from "../lib/time.js";
import { helpOpen } from "./KeyboardHelp.js";

export function Footer() {
  const { version, namespace } = session.value;
  const other = zone.value === "utc" ? "local" : "utc";
  return html`<footer class="foot">
    <span>Times in ${zoneName()}${HERE !== "UTC" && html` · <button class="linkish" onClick=${() => (zone.value = other)}>${other === "utc" ? "show UTC" : "show local time"}</button>`}</span>
    <span>Factorial ${version}${namespace && html` · namespace <code>${namespace}</code>`}</span>
    <span class="kh"><kbd>?</kbd> <button class="linkish" onClick=${() => (helpOpen.value = true)}>keyboard</button></span>
  </footer>`;
}
