// The HTTP API of this dashboard. An answer that is no success is a Problem, with the document as it came.
import { signal } from "./html.js";
import { parseExact } from "./exact.js";
import { learnServerTime } from "./time.js";

export const BASE = "/observability";
const API = "/api/v1";
const PATIENCE_MILLIS = 15_000;

// undefined: not asked yet; null: nobody is signed in
export const session = signal(undefined);
// Known to everybody who reaches this address, also before signing in.
export const dashboardName = signal("Factorial");

export function may(scope) {
  return session.value?.scopes?.includes(scope) ?? false;
}

export class Problem extends Error {
  constructor(status, document) {
    super(document.detail || document.title || `status ${status}`);
    this.name = "Problem";
    this.status = status;
    this.code = document.code ?? "";
    this.document = document;
  }
}

export function get(path, query, options) {
  return call("GET", address(path, query), undefined, options);
}

export function post(path, body, options) {
  return call("POST", path, body ?? {}, options);
}

export function put(path, body, options) {
  return call("PUT", path, body, options);
}

export function remove(path, options) {
  return call("DELETE", path, undefined, options);
}

export function address(path, query = {}) {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") search.set(name, value);
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

export function segment(value) {
  return encodeURIComponent(value);
}

// `raw` is a body that is JSON text already, so that a person's digits are sent as they were typed.
async function call(method, path, body, { abort, exact = false, raw, key } = {}) {
  const headers = { Accept: "application/json" };
  const send = { method, headers, credentials: "same-origin", cache: "no-store" };
  if (method !== "GET") {
    headers["Content-Type"] = "application/json";
    if (session.peek()?.csrf) headers["X-Factorial-Csrf"] = session.peek().csrf;
    if (key) headers["Idempotency-Key"] = key;
    if (method !== "DELETE") send.body = raw ?? JSON.stringify(body);
  }
  const limit = AbortSignal.timeout(PATIENCE_MILLIS);
  send.signal = abort ? AbortSignal.any([abort, limit]) : limit;
  const response = await reach(path, send, abort);
  return read(response, exact, path);
}

async function reach(path, send, abort) {
  try {
    return await fetch(API + path, send);
  } catch (failure) {
    if (abort?.aborted) throw failure;
    const title = failure.name === "TimeoutError" ? `No answer after ${PATIENCE_MILLIS / 1000} s` : "The server cannot be reached";
    throw new Problem(0, { title, code: "unreachable", instance: path });
  }
}

async function read(response, exact, path) {
  const text = await response.text();
  const body = text ? parse(text, exact) : undefined;
  if (response.ok) {
    learnServerTime(body?.now ?? response.headers.get("Date"));
    return body;
  }
  if (response.status === 401 && path !== "/session") session.value = null;
  throw new Problem(response.status, {
    title: response.statusText,
    status: response.status,
    ...(typeof body === "object" ? body : {}),
  });
}

function parse(text, exact) {
  try {
    return exact ? parseExact(text) : JSON.parse(text);
  } catch {
    return undefined;
  }
}

// What belongs to all owners together is not shown to those who see one owner only.
export function seesFleet() {
  return !session.value?.owner;
}

export async function learnSession() {
  const answer = await get("/session");
  if (answer.dashboard_name) dashboardName.value = answer.dashboard_name;
  session.value = answer.authenticated === false ? null : answer;
}

export function eventsAddress(path) {
  return API + path;
}
