// Moments: in the reader's time zone or in UTC, ages by the server's clock.
import { computed, signal } from "./html.js";
import { remembered } from "./store.js";

export const zone = remembered("zone", "local", ["local", "utc"]);

// The server's clock minus this browser's, in milliseconds.
const ahead = signal(0);
const ticking = signal(Date.now());

export const now = computed(() => ticking.value + ahead.value);

export function serverTime() {
  return Date.now() + ahead.peek();
}

export function learnServerTime(text) {
  const server = Date.parse(text);
  if (Number.isNaN(server)) return;
  const difference = server - Date.now();
  // A second is noise of the network; an age must not tremble.
  if (Math.abs(difference - ahead.peek()) > 1000) ahead.value = difference;
}

// Ages grow once a second; a hidden page has nobody who could see it.
setInterval(() => {
  if (!document.hidden) ticking.value = Date.now();
}, 1000);

export const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

const formats = new Map();

function formatted(at, name, options) {
  const timeZone = zone.value === "utc" ? "UTC" : HERE;
  const key = name + timeZone;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", { ...options, timeZone, hourCycle: "h23" });
    formats.set(key, format);
  }
  return format.format(at);
}

export function time(at) {
  return formatted(at, "time", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}

export function exactTime(at) {
  return formatted(at, "exact", { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3 });
}

export function minute(at) {
  return formatted(at, "minute", { hour: "2-digit", minute: "2-digit" });
}

export function day(at) {
  return formatted(at, "day", { day: "numeric", month: "short" });
}

// 10:24:06 today, 28 Nov 10:24 before
export function moment(at) {
  return day(at) === day(serverTime()) ? time(at) : `${day(at)} ${minute(at)}`;
}

export function zoneName() {
  if (zone.value === "utc") return "UTC";
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: HERE, timeZoneName: "short" }).formatToParts(Date.now());
  const name = parts.find((part) => part.type === "timeZoneName")?.value;
  return name && name !== HERE ? `${HERE} (${name})` : HERE;
}
