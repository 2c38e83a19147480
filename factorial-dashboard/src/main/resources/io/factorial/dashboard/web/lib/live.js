// Data that keeps itself fresh: how often, whether it is paused, and how old it is.
import { computed, effect, signal, useEffect, useMemo, useRef } from "./html.js";
import { remembered } from "./store.js";
import { now } from "./time.js";

export const REFRESH = ["live", 5, 10, 30, 0];
export const refresh = remembered("refresh", "live", REFRESH);
export const paused = signal(false);
export const hidden = signal(document.hidden);
export const held = signal(0); // events that came while paused

const LIVE_MILLIS = 2000;
const LONGEST_WAIT_MILLIS = 30_000;

// Freshness of the page that is shown: when something last arrived, since when nothing does.
export const lastGood = signal(0);
export const failingSince = signal(0);

document.addEventListener("visibilitychange", () => {
  hidden.value = document.hidden;
});

export function togglePause() {
  paused.value = !paused.value;
  if (!paused.value) held.value = 0;
}

export function succeeded() {
  lastGood.value = Date.now();
  failingSince.value = 0;
}

export function failed() {
  if (!failingSince.peek()) failingSince.value = Date.now();
}

// One resource: the last good value, the last error, and a loop that reloads it.
class Poll {
  constructor(load, live) {
    this.load = load;
    this.live = live;
    this.data = signal(undefined);
    this.error = signal(undefined);
    this.nextTry = signal(0);
    this.at = 0;
    this.failures = 0;
    this.stop = effect(() => {
      const still = paused.value || hidden.value;
      const every = refresh.value;
      clearTimeout(this.timer);
      // Back from a pause or a hidden tab: one catch-up, if a round was left out.
      if (!still && this.at && every !== 0) this.schedule(this.due(every));
    });
    this.reload();
  }

  due(every) {
    return Math.max(0, this.at + this.interval(every) - Date.now());
  }

  interval(every) {
    if (this.failures) return Math.min(LONGEST_WAIT_MILLIS, 1000 * 2 ** this.failures);
    return every === "live" ? this.live : every * 1000;
  }

  schedule(millis) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.reload(), millis);
  }

  reload = async () => {
    clearTimeout(this.timer);
    this.abort?.abort();
    const abort = (this.abort = new AbortController());
    try {
      const data = await this.load(abort.signal);
      if (abort.signal.aborted) return;
      this.failures = 0;
      this.error.value = undefined;
      this.data.value = data;
      succeeded();
    } catch (failure) {
      if (abort.signal.aborted || this.closed) return;
      this.failures++;
      this.error.value = failure;
      if (failure.status === 0 || failure.status >= 500) failed();
    }
    this.at = Date.now();
    this.again();
  };

  again() {
    const every = refresh.peek();
    const goesOn = this.failures > 0 || every !== 0;
    if (!goesOn || paused.peek() || hidden.peek() || this.closed || finalAnswer(this.error.peek())) return;
    const wait = this.interval(every);
    if (this.failures) this.nextTry.value = Date.now() + wait;
    this.schedule(wait);
  }

  close() {
    this.closed = true;
    this.stop();
    clearTimeout(this.timer);
    this.abort?.abort();
  }
}

// Asking again changes nothing about these.
function finalAnswer(error) {
  return error && [400, 401, 403, 404].includes(error.status);
}

// Loads when `key` changes, then again and again while the page is looked at.
export function usePoll(key, load, { live = LIVE_MILLIS } = {}) {
  const current = useRef(load);
  current.current = load;
  const poll = useMemo(() => new Poll((abort) => current.current(abort), live), [key]);
  useEffect(() => () => poll.close(), [poll]);
  return poll;
}

const STALE_MILLIS = 30_000;

export const condition = computed(() => {
  if (paused.value) return "paused";
  if (failingSince.value) {
    now.value; // grows while nothing arrives
    return Date.now() - failingSince.value < STALE_MILLIS ? "reconnecting" : "stale";
  }
  if (refresh.value === 0) return "off";
  return "live";
});
