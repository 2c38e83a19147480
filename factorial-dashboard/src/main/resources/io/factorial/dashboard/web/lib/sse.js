// Server-sent events, read with fetch: every type of event arrives, also those that a user's program
// invented, which EventSource would drop; and a refusal can be told from a lost connection.
import { session } from "./api.js";

const SILENCE_MILLIS = 45_000; // the server says something every 15 s
const SHORTEST_WAIT_MILLIS = 500;
const LONGEST_WAIT_MILLIS = 15_000;

// Reads until closed; reconnects by itself, after the last event that it saw.
export class EventFeed {
  constructor(address, { after, onEvent, onState }) {
    this.address = address;
    this.after = after;
    this.onEvent = onEvent;
    this.onState = onState;
    this.failures = 0;
    this.run();
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.abort?.abort();
  }

  async run() {
    while (!this.closed) {
      try {
        await this.read();
        this.failures = 0;
      } catch (failure) {
        if (this.closed) return;
        if (failure.refused) return this.onState("refused");
        this.failures++;
      }
      if (this.closed) return;
      this.onState("reconnecting");
      const wait = Math.min(LONGEST_WAIT_MILLIS, SHORTEST_WAIT_MILLIS * 2 ** this.failures);
      await new Promise((resolve) => (this.timer = setTimeout(resolve, wait)));
    }
  }

  async read() {
    this.abort = new AbortController();
    const headers = { Accept: "text/event-stream" };
    if (this.last) headers["Last-Event-ID"] = this.last;
    const address = this.last || !this.after ? this.address : `${this.address}?after=${encodeURIComponent(this.after)}`;
    const response = await fetch(address, { headers, credentials: "same-origin", cache: "no-store", signal: this.abort.signal });
    if (!response.ok) {
      if (response.status === 401) session.value = null;
      throw Object.assign(new Error(`status ${response.status}`), { refused: response.status >= 400 && response.status < 500 && response.status !== 429 });
    }
    this.onState("open");
    const lines = new LineReader(response.body.getReader(), () => this.abort.abort());
    try {
      await this.events(lines);
    } finally {
      lines.close();
    }
  }

  async events(lines) {
    let event = { data: [] };
    for (let line = await lines.next(); line !== undefined && !this.closed; line = await lines.next()) {
      this.failures = 0;
      if (line === "") {
        this.give(event);
        event = { data: [] };
      } else if (!line.startsWith(":")) {
        const colon = line.indexOf(":");
        const name = colon < 0 ? line : line.slice(0, colon);
        const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
        if (name === "data") event.data.push(value);
        else if (name === "id") event.id = value;
        else if (name === "event") event.type = value;
      }
    }
  }

  give({ id, type = "message", data }) {
    if (id !== undefined) this.last = id;
    if (type === "reset") this.last = id;
    else if (data.length === 0) return;
    this.onEvent({ id, type, data: parsed(data.join("\n")) });
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

// Lines of a stream; a connection that is silent for too long is given up.
class LineReader {
  constructor(reader, giveUp) {
    this.reader = reader;
    this.decoder = new TextDecoder();
    this.rest = "";
    this.lines = [];
    this.giveUp = giveUp;
    this.watch();
  }

  watch() {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.giveUp, SILENCE_MILLIS);
  }

  async next() {
    while (this.lines.length === 0) {
      const { done, value } = await this.reader.read();
      if (done) return undefined;
      this.watch();
      const text = this.rest + this.decoder.decode(value, { stream: true });
      this.lines = text.split(/\r\n|\n|\r/);
      this.rest = this.lines.pop();
    }
    return this.lines.shift();
  }

  close() {
    clearTimeout(this.timer);
    this.reader.cancel().catch(() => {});
  }
}
