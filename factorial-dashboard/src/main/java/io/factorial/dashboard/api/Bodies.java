package io.factorial.dashboard.api;

import io.factorial.agent.AgentContext;
import io.factorial.budget.Budget;
import io.factorial.dashboard.http.Input;
import io.factorial.dashboard.http.Problem;
import io.factorial.json.Json;
import io.factorial.message.Message;
import io.factorial.message.Part;
import io.factorial.task.EnqueueOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what bodies of requests say about tasks. */
final class Bodies {
  private static final int MAX_MESSAGES = 1_000;
  private static final int MAX_PARTS = 100;
  private static final int MAX_LABELS = 32;
  private static final int MAX_OWNER = 256;
  private static final long MAX_TOKENS = Long.MAX_VALUE / 2;

  /** The label that tells whether a repeated creation asks for the same. */
  static final String REQUEST_LABEL = "idempotency_request";

  private Bodies() {}

  static String owner(Input input) {
    String owner = input.required("owner");
    if (owner.length() > MAX_OWNER) {
      throw Problem.invalid("owner", owner.length() + " characters", "at most " + MAX_OWNER);
    }
    return owner;
  }

  /** What a run starts from. */
  static AgentContext context(Input input) {
    AgentContext context =
        AgentContext.of(input.required("query")).withMessages(messages(input, "messages"));
    Optional<Input> state = input.object("state");
    return state.isPresent() ? context.withState(state.get().json()) : context;
  }

  static EnqueueOptions options(Input input, Map<String, String> moreLabels) {
    EnqueueOptions.Builder options = EnqueueOptions.builder();
    input.time("start_at").ifPresent(options::startAt);
    input.seconds("delay_seconds").ifPresent(options::delay);
    input.text("dedup_key").ifPresent(options::dedupKey);
    input.whole("priority", 0, 9).ifPresent(priority -> options.priority(priority.intValue()));
    input
        .whole("max_turns", 1, Integer.MAX_VALUE)
        .ifPresent(turns -> options.maxTurns(turns.intValue()));
    budget(input).ifPresent(options::budget);
    input.labels("labels", MAX_LABELS).forEach(options::label);
    moreLabels.forEach(options::label);
    return options.build();
  }

  static Optional<Budget> budget(Input input) {
    return input
        .object("budget")
        .map(
            given -> {
              given.only(
                  "turns",
                  "tool_calls",
                  "input_tokens",
                  "output_tokens",
                  "cost_usd",
                  "wall_clock_seconds",
                  "soft_limit",
                  "on_exceeded");
              Budget.Builder budget = Budget.builder();
              given.whole("turns", 1, Integer.MAX_VALUE).ifPresent(n -> budget.turns(n.intValue()));
              given
                  .whole("tool_calls", 0, Integer.MAX_VALUE)
                  .ifPresent(n -> budget.toolCalls(n.intValue()));
              given.whole("input_tokens", 1, MAX_TOKENS).ifPresent(budget::inputTokens);
              given.whole("output_tokens", 1, MAX_TOKENS).ifPresent(budget::outputTokens);
              given.decimal("cost_usd").ifPresent(budget::costUsd);
              given.seconds("wall_clock_seconds").ifPresent(budget::wallClock);
              given.decimal("soft_limit").ifPresent(n -> budget.softLimit(n.doubleValue()));
              given
                  .text("on_exceeded")
                  .map(word -> Words.one(Budget.OnExceeded.class, "budget.on_exceeded", word))
                  .ifPresent(budget::onExceeded);
              return budget.build();
            });
  }

  /** Messages of users, and of assistants where a conversation is taken over. */
  static List<Message> messages(Input input, String name) {
    List<Message> messages = new ArrayList<>();
    for (Input message : input.objects(name, MAX_MESSAGES)) {
      messages.add(message(message));
    }
    return messages;
  }

  private static Message message(Input input) {
    input.only("role", "content", "parts");
    List<Part> parts = new ArrayList<>();
    input.text("content").ifPresent(text -> parts.add(new Part.Text(text)));
    input.objects("parts", MAX_PARTS).forEach(part -> parts.add(part(part)));
    if (parts.isEmpty()) {
      throw Problem.invalid(input.path(), "no content", "content, a text, or parts");
    }
    String role = input.required("role");
    return switch (role) {
      case "user" -> new Message.User(parts);
      case "assistant" -> new Message.Assistant(parts, List.of(), Json.Obj.of());
      default -> throw Problem.invalid(input.path() + ".role", role, "user or assistant");
    };
  }

  private static Part part(Input input) {
    input.only("type", "text", "mime_type", "uri");
    String type = input.required("type");
    return switch (type) {
      case "text" -> new Part.Text(input.required("text"));
      case "media" -> new Part.Media(input.required("mime_type"), input.required("uri"));
      default -> throw Problem.invalid(input.path() + ".type", type, "text or media");
    };
  }
}
