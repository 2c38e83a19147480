package io.factorial.llm;

import io.factorial.message.Message;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that one call of a model needs.
 *
 * <p>Made by {@link #of} and changed by the {@code with} methods, each of which gives a changed
 * copy.
 *
 * @param model which model is asked
 * @param messages the conversation, oldest first
 * @param tools the tools that the model may call
 * @param output the form that the answer must have, or null for free text
 * @param settings how the model is asked
 */
public record ChatRequest(
    ModelName model,
    List<Message> messages,
    List<ToolSchema> tools,
    @Nullable OutputSchema output,
    ModelSettings settings) {

  /** Copies messages and tools. */
  public ChatRequest {
    Objects.requireNonNull(model, "model");
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
    Objects.requireNonNull(settings, "settings");
  }

  /**
   * A request for free text, without tools, with default settings.
   *
   * @param model which model is asked
   * @param messages the conversation, oldest first
   * @return the request
   */
  public static ChatRequest of(ModelName model, List<? extends Message> messages) {
    return new ChatRequest(model, List.copyOf(messages), List.of(), null, ModelSettings.defaults());
  }

  /**
   * The same request to another model.
   *
   * @param changed the other model
   * @return a changed copy
   */
  public ChatRequest withModel(ModelName changed) {
    return new ChatRequest(changed, messages, tools, output, settings);
  }

  /**
   * The same request with another conversation.
   *
   * @param changed the other messages, oldest first
   * @return a changed copy
   */
  public ChatRequest withMessages(List<? extends Message> changed) {
    return new ChatRequest(model, List.copyOf(changed), tools, output, settings);
  }

  /**
   * The same request with other tools.
   *
   * @param changed the other tools
   * @return a changed copy
   */
  public ChatRequest withTools(List<ToolSchema> changed) {
    return new ChatRequest(model, messages, changed, output, settings);
  }

  /**
   * The same request for another form of answer.
   *
   * @param changed the other form, or null for free text
   * @return a changed copy
   */
  public ChatRequest withOutput(@Nullable OutputSchema changed) {
    return new ChatRequest(model, messages, tools, changed, settings);
  }

  /**
   * The same request with other settings.
   *
   * @param changed the other settings
   * @return a changed copy
   */
  public ChatRequest withSettings(ModelSettings changed) {
    return new ChatRequest(model, messages, tools, output, changed);
  }
}
