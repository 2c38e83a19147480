// The answer while it streams. Chunks are shown once a frame at most; an attempt that is superseded stays,
// struck out, until the page is left.
import { signal } from "../lib/html.js";

const MOST_CHARACTERS = 200_000;
const MOST_SUPERSEDED = 20;

export class LiveText {
  constructor() {
    this.current = signal(undefined); // {turn, attempt, text, reasoning, tools: [{id, name, text}]}
    this.superseded = signal([]); // [{turn, attempt, text}]
  }

  chunk(event) {
    const { turn, attempt, event_type: type, data } = event;
    if (type === "progress_update_completion_started") return this.begin(turn, attempt, data?.model);
    if (type !== "progress_update_completion_chunk") return undefined;
    if (!this.building || this.building.turn !== turn || this.building.attempt !== attempt) this.begin(turn, attempt, undefined, true);
    this.take(data.chunk);
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.current.value = this.building && { ...this.building, tools: [...this.building.tools] };
    });
    return undefined;
  }

  // `late`: this page was opened in the middle of the answer; what was streamed before is shown when it is recorded.
  begin(turn, attempt, model, late = false) {
    this.building = { turn, attempt, model, late, text: "", reasoning: "", tools: [] };
    this.current.value = { ...this.building };
  }

  take(chunk) {
    const to = this.building;
    if (chunk.type === "text") to.text = (to.text + chunk.delta).slice(-MOST_CHARACTERS);
    else if (chunk.type === "reasoning") to.reasoning = (to.reasoning + chunk.delta).slice(-MOST_CHARACTERS);
    else if (chunk.type === "tool_arguments") {
      let tool = to.tools.find((each) => each.index === chunk.index);
      if (!tool) to.tools.push((tool = { index: chunk.index, name: chunk.name, text: "" }));
      tool.name ||= chunk.name;
      tool.text = (tool.text + chunk.delta).slice(-MOST_CHARACTERS);
    }
  }

  event({ event_type: type, turn, attempt }) {
    const streams = this.building?.turn === turn;
    if ((type === "step_superseded" || type === "progress_update_run_turn_failed") && streams) {
      if (this.building.text) this.superseded.value = [...this.superseded.peek(), { turn, attempt: this.building.attempt, text: this.building.text }].slice(-MOST_SUPERSEDED);
      this.end();
    }
    if (["run_completed", "run_failed", "run_cancelled"].includes(type)) this.ended = true;
    return attempt;
  }

  // What is recorded is shown from the record: the streamed copy goes.
  settle(messages, task) {
    const turn = this.building?.turn;
    if (turn === undefined) return;
    const recorded = messages.some((message) => message.role === "assistant" && message.turn === turn);
    if (recorded || this.ended || ["COMPLETED", "FAILED", "CANCELLED"].includes(task.status)) this.end();
  }

  end() {
    this.building = undefined;
    this.current.value = undefined;
  }

  close() {
    cancelAnimationFrame(this.frame);
  }
}
