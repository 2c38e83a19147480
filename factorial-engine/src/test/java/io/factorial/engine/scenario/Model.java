package io.factorial.engine.scenario;

import io.factorial.json.Json;
import io.factorial.llm.ChatChunk;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ChatResponse;
import io.factorial.llm.LlmClient;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import io.factorial.testkit.ScriptedLlm;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A model that answers by what it is shown: the same however often and from whatever process. */
record Model(Answers answers) implements LlmClient {
  /** What the model says. */
  @FunctionalInterface
  interface Answers {
    ChatResponse to(ChatRequest request) throws InterruptedException;
  }

  @Override
  public Set<String> providers() {
    return Set.of("*");
  }

  @Override
  public ChatResponse chat(ChatRequest request, Consumer<ChatChunk> chunks)
      throws InterruptedException {
    return answers.to(request);
  }

  static ChatResponse say(String text) {
    return ChatResponse.of(Message.assistant(text), ScriptedLlm.USAGE);
  }

  static ChatResponse call(ToolCall... calls) {
    return ChatResponse.of(
        new Message.Assistant(List.of(), List.of(calls), Json.Obj.of()), ScriptedLlm.USAGE);
  }

  /** The turn that a request is for, counted by the answers that it shows. */
  static int turn(ChatRequest request) {
    return (int) request.messages().stream().filter(Message.Assistant.class::isInstance).count();
  }

  /** The text of the last message that a request shows. */
  static String last(ChatRequest request) {
    return text(request.messages().getLast());
  }

  static String text(Message message) {
    return switch (message) {
      case Message.Instructions instructions -> instructions.text();
      case Message.User user -> user.text();
      case Message.Assistant assistant -> assistant.text();
      case Message.ToolOutput output -> output.text();
    };
  }
}
