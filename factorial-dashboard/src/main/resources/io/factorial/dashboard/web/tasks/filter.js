// Which tasks are asked for: read from the address, turned into the API's parameters and into words.
import { serverTime } from "../lib/time.js";
import { STATUSES } from "../lib/statuses.js";

export const SPANS = { "1h": ["in the last hour", 3600], "24h": ["in the last 24 hours", 86_400], "7d": ["in the last 7 days", 604_800] };
const PLAIN = ["text", "agent", "owner", "parent", "batch", "since", "until"];

export function readFilter(query) {
  const filter = {};
  for (const name of PLAIN) if (query.get(name)) filter[name] = query.get(name);
  if (SPANS[query.get("span")]) filter.span = query.get("span");
  const statuses = (query.get("status") ?? "").split(",").filter((status) => STATUSES[status]);
  if (statuses.length) filter.status = statuses;
  return filter;
}

export function isEmpty(filter) {
  return Object.keys(filter).length === 0;
}

// The parameters of GET /tasks; a span ends now, so it is counted anew at each call.
export function toParameters({ span, status, ...plain }) {
  const parameters = { ...plain };
  if (status) parameters.status = status.join(",");
  if (span && !plain.since) parameters.since = new Date(serverTime() - SPANS[span][1] * 1000).toISOString();
  return parameters;
}

// The filter of POST /tasks/bulk.
export function toBody(filter) {
  const { status, ...rest } = toParameters(filter);
  return filter.status ? { ...rest, status: filter.status } : rest;
}

// [{name, words, without}]: each filter in words, and the change of the address that removes it.
export function tokens(filter) {
  const all = [];
  const add = (name, words, without = { [name]: "" }) => all.push({ name, words, without });
  if (filter.text) add("text", `Query has “${filter.text}”`);
  if (filter.agent) add("agent", `Agent is ${filter.agent}`);
  if (filter.owner) add("owner", `Owner is ${filter.owner}`);
  if (filter.status) add("status", filter.status.map((status) => STATUSES[status].word).join(" or "));
  if (filter.span) add("span", `Created ${SPANS[filter.span][0]}`);
  if (filter.since) add("since", `Created from ${filter.since}`);
  if (filter.until) add("until", `Created before ${filter.until}`);
  if (filter.parent) add("parent", `Children of ${filter.parent}`);
  if (filter.batch) add("batch", `Batch ${filter.batch}`);
  return all;
}

// "No failed task of refund-agent in the last hour"
export function nothingWords(filter) {
  const status = filter.status?.length === 1 ? `${STATUSES[filter.status[0]].word.toLowerCase()} ` : "";
  const agent = filter.agent ? ` of ${filter.agent}` : "";
  const owner = filter.owner ? ` for ${filter.owner}` : "";
  const span = filter.span ? ` ${SPANS[filter.span][0]}` : "";
  return `No ${status}task${agent}${owner}${span}`;
}
