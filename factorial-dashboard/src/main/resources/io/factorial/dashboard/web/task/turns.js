// The conversation as turns: who said what, which tools were called, what each turn cost.

// {before: [message], turns: [{turn, parts, steps, ...}]}, both in order.
export function toTurns(messages, steps) {
  const results = new Map();
  for (const message of messages) if (message.role === "tool") results.set(message.tool_call_id, message);
  const byCall = new Map();
  for (const step of steps) if (step.call_id) byCall.set(step.call_id, [...(byCall.get(step.call_id) ?? []), step]);
  const before = [];
  const turns = new Map();
  const called = new Set();
  const at = (turn) => {
    if (!turns.has(turn)) turns.set(turn, { turn, parts: [], steps: [] });
    return turns.get(turn);
  };
  for (const step of steps) if (step.kind !== "queue") at(step.turn).steps.push(step);
  for (const message of messages) {
    if (message.role === "assistant") {
      at(message.turn).parts.push({ kind: "message", message });
      const calls = (message.tool_calls ?? []).map((call) => {
        called.add(call.id);
        return { call, result: results.get(call.id), steps: byCall.get(call.id) ?? [] };
      });
      if (calls.length) at(message.turn).parts.push({ kind: "calls", calls });
    } else if (message.role !== "tool") {
      if (message.turn === 0 && !message.steering && !turns.get(0)?.parts.length) before.push(message);
      else at(message.turn).parts.push({ kind: "message", message });
    }
  }
  // A result without its call, from a history that was given: shown on its own.
  for (const [id, message] of results) if (!called.has(id)) at(message.turn).parts.push({ kind: "message", message });
  const ordered = [...turns.values()].sort((a, b) => a.turn - b.turn);
  return { before, turns: ordered.map((turn) => ({ ...turn, ...totals(turn.steps) })) };
}

export function totals(steps) {
  const starts = steps.map((step) => Date.parse(step.started_at));
  const open = steps.some((step) => !step.ended_at);
  const tokens = steps.reduce((sum, step) => sum + (step.input_tokens ?? 0) + (step.output_tokens ?? 0), 0);
  const priced = steps.filter((step) => step.cost_usd !== undefined && step.cost_usd !== null);
  return {
    from: starts.length ? Math.min(...starts) : undefined,
    to: starts.length && !open ? Math.max(...steps.map((step) => Date.parse(step.ended_at))) : undefined,
    waits: steps.some((step) => step.state === "waiting"),
    tokens,
    cost: priced.length ? priced.reduce((sum, step) => sum + Number(step.cost_usd), 0) : undefined,
  };
}

// The name of a place in the task, the same in the conversation, the waterfall and the address:
// step 0 is the model's answer, step 1 the first call in it. A try has the place of its step.
export function place(turn, step) {
  if (step === undefined) return `turn-${turn + 1}`;
  return `turn-${turn + 1}.step-${step.kind === "completion" ? 0 : step.index + 1}`;
}
