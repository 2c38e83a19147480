package io.factorial.openai;

import io.factorial.error.LlmException;
import io.factorial.json.Json;
import io.factorial.llm.ChatChunk;
import io.factorial.llm.ChatResponse;
import io.factorial.message.Message;
import io.factorial.message.Part;
import io.factorial.message.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An answer while it is put together, from the frames of a stream or from one body. */
final class Answer {

  /** The fields that reasoning comes in, where a dialect does not name another. */
  private static final List<String> REASONING = List.of("reasoning_content", "reasoning");

  private final Target target;
  private final Consumer<ChatChunk> chunks;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder refusal = new StringBuilder();
  private final StringBuilder reasoning = new StringBuilder();
  private final List<Part> others = new ArrayList<>();
  private final AnswerCalls calls = new AnswerCalls();
  private final ProviderExtras extras = new ProviderExtras();
  private final ProviderExtras reasoningExtras = new ProviderExtras();
  private UsageBody usage = UsageBody.UNKNOWN;
  private String responseId = "";
  private String model = "";
  private String finishReason = "";
  private int characters;

  Answer(Target target, Consumer<ChatChunk> chunks) {
    this.target = target;
    this.chunks = chunks;
  }

  /** Whether the provider said why the answer is over. */
  boolean isFinished() {
    return !finishReason.isEmpty();
  }

  /** Adds one frame of a stream. */
  void addFrame(Json.Obj frame) throws UnusableException {
    add(frame, false);
  }

  /** Adds the body that is the whole answer. */
  void addBody(Json.Obj body) throws UnusableException {
    add(body, true);
  }

  private void add(Json.Obj frame, boolean whole) throws UnusableException {
    responseId = frame.text("id").orElse(responseId);
    model = frame.text("model").orElse(model);
    if (frame.fields().get("usage") instanceof Json.Obj used) {
      usage = new UsageBody(used);
    }
    Optional<Json.Obj> choice = firstChoice(frame);
    if (choice.isPresent()) {
      choice(choice.get(), whole);
    }
  }

  /** The first choice; others come only if {@code extra} asked for them, and have no place here. */
  private static Optional<Json.Obj> firstChoice(Json.Obj frame) {
    if (!(frame.fields().get("choices") instanceof Json.Arr(List<Json> choices))) {
      return Optional.empty();
    }
    return choices.stream()
        .filter(Json.Obj.class::isInstance)
        .map(Json.Obj.class::cast)
        .filter(choice -> choice.text("index").orElse("0").equals("0"))
        .findFirst();
  }

  private void choice(Json.Obj choice, boolean whole) throws UnusableException {
    Json said = choice.fields().get("delta");
    if (!(said instanceof Json.Obj)) {
      said = choice.fields().get("message");
    }
    if (said instanceof Json.Obj message) {
      reasoning(message);
      for (Map.Entry<String, Json> field : message.fields().entrySet()) {
        field(field.getKey(), field.getValue(), whole);
      }
    }
    finishReason = choice.text("finish_reason").orElse(finishReason);
  }

  private void field(String name, Json value, boolean whole) throws UnusableException {
    switch (name) {
      case "role", "function_call" -> {}
      case "content" -> content(value);
      case "refusal" -> append(refusal, text(value));
      case "tool_calls" -> toolCalls(value, whole);
      default -> {
        if (!isReasoningText(name, value)) {
          boolean thought = name.startsWith("reasoning") || name.startsWith("thinking");
          (thought ? reasoningExtras : extras).add(name, value);
        }
      }
    }
  }

  private void content(Json value) throws UnusableException {
    if (!(value instanceof Json.Arr(List<Json> items))) {
      said(text(value));
      return;
    }
    for (Json item : items) {
      if (item instanceof Json.Obj part) {
        contentPart(part);
      }
    }
  }

  private void contentPart(Json.Obj part) throws UnusableException {
    String type = part.text("type").orElse("");
    switch (type) {
      case "text" -> said(part.text("text").orElse(""));
      case "refusal" -> append(refusal, part.text("refusal").orElse(""));
      default -> others.add(new Part.Other(type, part));
    }
  }

  private void said(String delta) throws UnusableException {
    if (!delta.isEmpty()) {
      append(text, delta);
      chunks.accept(new ChatChunk.Text(delta));
    }
  }

  /** Some endpoints send the same reasoning under two names: the first one counts. */
  private void reasoning(Json.Obj message) throws UnusableException {
    String own = target.dialect().reasoningField();
    String delta = own == null ? "" : text(message.fields().get(own));
    for (String name : REASONING) {
      delta = delta.isEmpty() ? text(message.fields().get(name)) : delta;
    }
    if (!delta.isEmpty()) {
      append(reasoning, delta);
      chunks.accept(new ChatChunk.Reasoning(delta));
    }
  }

  private boolean isReasoningText(String name, Json value) {
    return value instanceof Json.Str
        && (REASONING.contains(name) || name.equals(target.dialect().reasoningField()));
  }

  private void toolCalls(Json value, boolean whole) throws UnusableException {
    if (!(value instanceof Json.Arr(List<Json> pieces))) {
      return;
    }
    for (Json piece : pieces) {
      if (piece instanceof Json.Obj object) {
        toolCall(object, whole);
      }
    }
  }

  private void toolCall(Json.Obj piece, boolean whole) throws UnusableException {
    AnswerCall call = whole ? calls.whole() : calls.of(piece);
    String delta = call.add(piece);
    grow(delta.length());
    if (calls.all().size() > Limits.CALLS) {
      throw new UnusableException("more than " + Limits.CALLS + " tool calls");
    }
    int index = calls.all().indexOf(call);
    chunks.accept(new ChatChunk.ToolArguments(index, call.id(), call.name(), delta));
  }

  private void append(StringBuilder to, String delta) throws UnusableException {
    grow(delta.length());
    to.append(delta);
  }

  private void grow(int by) throws UnusableException {
    characters += by;
    if (characters > Limits.ANSWER_CHARACTERS) {
      throw new UnusableException("more than " + Limits.ANSWER_CHARACTERS + " characters");
    }
  }

  private static String text(@Nullable Json value) {
    return value instanceof Json.Str(String string) ? string : "";
  }

  /**
   * The whole answer.
   *
   * @throws UnusableException if it carries neither text nor a call
   */
  ChatResponse response() throws UnusableException {
    List<ToolCall> toolCalls = toolCalls();
    boolean refused = !refusal.isEmpty();
    String said = text.toString() + refusal;
    if (said.isEmpty() && toolCalls.isEmpty() && others.isEmpty()) {
      throw nothingUsable();
    }
    List<Part> parts = new ArrayList<>();
    if (!reasoning.isEmpty() || !reasoningExtras.isEmpty()) {
      parts.add(new Part.Reasoning(reasoning.toString(), reasoningExtras.under(target.provider())));
    }
    if (!said.isEmpty()) {
      parts.add(new Part.Text(said));
    }
    parts.addAll(others);
    return ChatResponse.builder(
            new Message.Assistant(parts, toolCalls, extras.underIfAny(target.provider())))
        .finishReason(refused ? "refusal" : finishReason)
        .usage(usage.usage())
        .responseId(responseId)
        .model(model)
        .build();
  }

  private List<ToolCall> toolCalls() throws UnusableException {
    List<ToolCall> made = new ArrayList<>();
    for (AnswerCall call : calls.all()) {
      if (call.name().isBlank()) {
        throw new UnusableException("a tool call without a name");
      }
      made.add(call.call(target.provider()));
    }
    return made;
  }

  private UnusableException nothingUsable() {
    return finishReason.equals("content_filter")
        ? new UnusableException(LlmException.Kind.CONTENT_FILTERED, "the answer was filtered")
        : new UnusableException(
            "neither text nor a call in the answer (finish reason: "
                + (isFinished() ? WireText.identifier(finishReason) : "none")
                + ")");
  }
}
