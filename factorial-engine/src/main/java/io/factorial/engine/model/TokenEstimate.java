package io.factorial.engine.model;

import io.factorial.llm.ChatRequest;
import io.factorial.message.Message;
import io.factorial.message.Part;
import io.factorial.message.ToolCall;
import java.util.List;

/** How many tokens messages have, guessed as {@link io.factorial.agent.History} guesses them. */
public final class TokenEstimate {
  private static final int CHARACTERS_PER_TOKEN = 4;

  private TokenEstimate() {}

  /**
   * The tokens of what a request shows the model.
   *
   * @param request the request
   * @return 0 or more
   */
  public static long of(ChatRequest request) {
    long tokens = 0;
    for (Message message : request.messages()) {
      tokens += of(message);
    }
    return tokens;
  }

  private static long of(Message message) {
    return (characters(message) + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
  }

  private static long characters(Message message) {
    return switch (message) {
      case Message.Instructions instructions -> instructions.text().length();
      case Message.User user -> characters(user.parts());
      case Message.Assistant assistant -> {
        long characters = characters(assistant.parts());
        for (ToolCall call : assistant.toolCalls()) {
          characters += characters(call);
        }
        yield characters;
      }
      case Message.ToolOutput output -> output.text().length();
    };
  }

  private static long characters(ToolCall call) {
    return (long) call.name().length() + call.argumentsText().length();
  }

  private static long characters(List<Part> parts) {
    long characters = 0;
    for (Part part : parts) {
      characters += characters(part);
    }
    return characters;
  }

  private static long characters(Part part) {
    return switch (part) {
      case Part.Text text -> text.text().length();
      case Part.Reasoning reasoning -> reasoning.text().length();
      case Part.Media media -> media.uri().length();
      case Part.Other other -> other.data().text().length();
    };
  }
}
