// The two textures of what did not count: superseded and cancelled in grey, failed in red. Drawn once per page.
import { html } from "../lib/html.js";

export function Hatches() {
  return html`<svg class="vh" aria-hidden="true"><defs>
    <pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hl" x1="0" y1="0" x2="0" y2="5" /></pattern>
    <pattern id="hatchbad" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="hlb" x1="0" y1="0" x2="0" y2="4" /></pattern>
  </defs></svg>`;
}
