// Signs in with a token. It is sent once and kept by the browser as a cookie that no script can read.
import { html, useRef, useState } from "../lib/html.js";
import { BASE, learnSession, post, session } from "../lib/api.js";
import { go, link, path, query, safe } from "../lib/route.js";
import { Icon } from "../parts/Icon.js";
import { Brand } from "../shell/Brand.js";
import { useTitle } from "../shell/title.js";

export function LoginPage() {
  useTitle("Sign in");
  const input = useRef();
  const [problem, setProblem] = useState(undefined);
  const [busy, setBusy] = useState(false);
  const signIn = async (event) => {
    event.preventDefault();
    setBusy(true);
    try {
      await post("/session", { token: input.current.value.trim() });
      input.current.value = "";
      await learnSession();
      if (path.value === "/login") go(next(), { replace: true });
    } catch (failure) {
      setProblem(failure);
      input.current.focus();
      input.current.select();
    } finally {
      setBusy(false);
    }
  };
  if (session.value) return html`<${SignedInAlready} />`;
  return html`<main id="main" class="gate"><form class="panel" onSubmit=${signIn}><${Brand} plain />
    <div><h1>Sign in</h1><p class="soft">This dashboard can steer and cancel running agents.</p></div>
    <label class="field"><span>Access token</span><input class="in mono" type="password" ref=${input} autocomplete="current-password" required autofocus aria-invalid=${problem ? "true" : undefined} aria-describedby=${problem ? "le" : undefined} /></label>
    ${problem && html`<p class="err" id="le" role="alert"><${Icon} name="warn" /><span>${words(problem)}</span></p>`}
    <button class="btn primary" disabled=${busy} aria-busy=${busy}>Sign in</button>
    <p class="mute">Whoever runs this process hands out tokens. Yours stays in a cookie of this browser for 12 hours; it is never part of an address or a log.</p></form></main>`;
}

function words(problem) {
  if (problem.status === 401) return problem.document.detail ?? "This token is not known here.";
  return problem.message;
}

function next() {
  const wanted = safe(query.value.get("next"));
  return wanted === BASE || wanted?.startsWith(BASE + "/") ? wanted : link("/");
}

function SignedInAlready() {
  return html`<main id="main" class="gate"><div class="panel"><${Brand} /><h1>You are signed in</h1><p class="soft">as ${session.value.name}</p><a class="btn primary" href=${next()}>To the dashboard</a></div></main>`;
}
