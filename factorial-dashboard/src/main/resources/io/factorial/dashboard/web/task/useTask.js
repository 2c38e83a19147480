// Everything about one task, kept fresh by its events: the task, its conversation, its steps, its open waits.
import { address, eventsAddress, get, segment } from "../lib/api.js";
import { effect, signal, useEffect, useMemo } from "../lib/html.js";
import { failed, held, hidden, paused, refresh, succeeded, usePoll } from "../lib/live.js";
import { speak } from "../lib/say.js";
import { EventFeed } from "../lib/sse.js";
import { STATUSES, isOver } from "../lib/statuses.js";
import { LiveText } from "./LiveText.js";

const WITHOUT_EVENTS_MILLIS = 2000;
const WITH_EVENTS_MILLIS = 10_000;
const OVER_MILLIS = 60_000;
const TOGETHER_MILLIS = 400; // events of one moment are one reload
export const MOST_EVENTS = 500;

export function useTask(id) {
  const watch = useMemo(() => new TaskWatch(id), [id]);
  const poll = usePoll(`task ${id}`, (abort) => watch.load(abort), { live: WITHOUT_EVENTS_MILLIS });
  watch.poll = poll;
  useEffect(() => {
    watch.open();
    return () => watch.close();
  }, [watch]);
  return { watch, poll };
}

class TaskWatch {
  constructor(id) {
    this.id = id;
    this.path = `/tasks/${segment(id)}`;
    this.messages = [];
    this.events = signal([]); // newest first, at most MOST_EVENTS
    this.live = new LiveText();
    this.steering = signal([]); // sent from this page, not read yet
  }

  async load(abort) {
    const options = { abort };
    const [task, messages, steps, waits] = await Promise.all([
      get(this.path, {}, options),
      this.loadMessages(abort),
      get(`${this.path}/steps`, {}, options),
      get("/waits", { task: this.id }, { ...options, exact: true }),
    ]);
    this.tell(task);
    this.live.settle(messages, task);
    this.forgetSteering(messages, task);
    if (this.poll) this.poll.live = this.pace(task);
    return { task, messages, steps: steps.steps, waits: waits.waits, now: task.now ?? steps.now };
  }

  // Only what is new; a journal that got shorter is read anew.
  async loadMessages(abort) {
    for (let complete = false; !complete; ) {
      const after = this.read;
      const answer = await get(`${this.path}/messages`, { after }, { abort, exact: true });
      if (abort.aborted || after !== this.read) return this.messages; // a later reload was faster
      if (answer.length < (after ?? 0)) {
        this.forgetMessages();
        continue;
      }
      if (answer.messages.length > 0) this.messages = [...this.messages, ...answer.messages];
      this.read = answer.next;
      complete = answer.complete !== false || answer.next === after;
    }
    return this.messages;
  }

  forgetMessages() {
    this.messages = [];
    this.read = undefined;
  }

  pace(task) {
    if (isOver(task.status)) return OVER_MILLIS;
    return this.connected ? WITH_EVENTS_MILLIS : WITHOUT_EVENTS_MILLIS;
  }

  // The status of the open task is read out when it changes.
  tell(task) {
    if (this.status && this.status !== task.status) speak(`${STATUSES[task.status]?.word ?? task.status}. ${task.now_text ?? ""}`.trim());
    this.status = task.status;
  }

  forgetSteering(messages, task) {
    const open = this.steering.peek().filter((sent) => !messages.slice(sent.after).some((message) => message.role === "user" && message.text === sent.text));
    const next = isOver(task.status) ? [] : open;
    if (next.length !== this.steering.peek().length) this.steering.value = next;
  }

  steered(text) {
    this.steering.value = [...this.steering.peek(), { text, at: new Date().toISOString(), after: this.messages.length }];
    this.soon();
  }

  open() {
    // A hidden tab holds no connection; it catches up when it is looked at.
    this.stop = effect(() => {
      const listens = !hidden.value && refresh.value !== 0;
      if (listens && !this.feed) this.listen();
      if (!listens) this.unlisten();
    });
    this.unpause = effect(() => {
      if (!paused.value && this.missed) this.soon();
    });
  }

  listen() {
    this.feed = new EventFeed(eventsAddress(address(`${this.path}/events`)), {
      after: "oldest",
      onEvent: (event) => this.see(event),
      onState: (state) => this.feedIs(state),
    });
    if (this.last) this.feed.last = this.last;
  }

  unlisten() {
    this.last = this.feed?.last;
    this.feed?.close();
    this.feed = undefined;
    this.connected = false;
  }

  feedIs(state) {
    this.connected = state === "open";
    if (this.poll) this.poll.live = this.connected ? WITH_EVENTS_MILLIS : WITHOUT_EVENTS_MILLIS;
    if (state === "open") succeeded();
    if (state === "reconnecting") {
      failed();
      this.soon();
    }
  }

  see({ id, type, data }) {
    if (type === "reset") {
      if (this.events.peek().length === 0) return; // the replay begins: nothing was missed
      this.events.value = [];
      this.forgetMessages();
      this.soon();
      return;
    }
    if (id === undefined) {
      if (paused.peek()) held.value++;
      else this.live.chunk(data);
      return;
    }
    this.remember({ id, type, data });
    this.live.event(data);
    if (paused.peek()) {
      held.value++;
      this.missed = true;
    } else {
      this.soon();
    }
  }

  remember(event) {
    this.pending = [event, ...(this.pending ?? [])].slice(0, MOST_EVENTS);
    this.flush ??= setTimeout(() => {
      this.flush = undefined;
      this.events.value = [...this.pending, ...this.events.peek()].slice(0, MOST_EVENTS);
      this.pending = [];
    }, 100);
  }

  soon() {
    this.missed = false;
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.poll?.reload();
    }, TOGETHER_MILLIS);
  }

  close() {
    this.stop?.();
    this.unpause?.();
    this.unlisten();
    clearTimeout(this.timer);
    clearTimeout(this.flush);
    this.live.close();
  }
}
