// Who is signed in, with which scopes; signs out.
import { html } from "../lib/html.js";
import { remove, session } from "../lib/api.js";
import { Action } from "../parts/Action.js";
import { Icon } from "../parts/Icon.js";
import { Menu } from "../parts/Menu.js";

export function Account() {
  const { name, scopes = [], owner, auth_required: required } = session.value;
  const title = `${name}, scopes ${scopes.join(" and ")}`;
  const signOut = async () => {
    await remove("/session");
    session.value = null;
  };
  return html`<${Menu} icon="user" title=${title} class="btn ghost icon" right>${() => html`
    <p class="strong">${name}</p>
    <p class="soft">Scopes: ${scopes.join(", ") || "none"}</p>
    ${owner && html`<p class="soft">Sees the tasks of <code>${owner}</code> only.</p>`}
    ${!scopes.includes("operate") && html`<p class="soft">Read only: actions are absent.</p>`}
    ${required ? html`<${Action} run=${signOut}><${Icon} name="out" small />Sign out<//>` : html`<p class="soft">No token is configured; this address is reachable from this machine only.</p>`}
  `}<//>`;
}
