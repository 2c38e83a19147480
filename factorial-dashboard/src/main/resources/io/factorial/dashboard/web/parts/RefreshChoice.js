// How often the page reloads its data, and the button that pauses it.
import { html } from "../lib/html.js";
import { REFRESH, paused, refresh, togglePause } from "../lib/live.js";
import { Icon } from "./Icon.js";

const WORDS = { live: "live", 0: "off" };

export function RefreshChoice() {
  const change = (event) => {
    const text = event.target.value;
    refresh.value = text === "live" ? text : Number(text);
  };
  return html`<span class="choice"><select class="btn" aria-label="Refresh" value=${String(refresh.value)} onChange=${change}>
      ${REFRESH.map((every) => html`<option key=${every} value=${String(every)}>Refresh: ${WORDS[every] ?? `${every} s`}</option>`)}
    </select><${Icon} name="down" small /></span>
    <button class="btn p2" title="Space" aria-pressed=${paused.value} onClick=${togglePause}><${Icon} name=${paused.value ? "play" : "pause"} small />${paused.value ? "Resume" : "Pause"}</button>`;
}
