package io.factorial.agent;

import io.factorial.error.InvalidDefinitionException;
import io.factorial.message.Message;
import io.factorial.message.Part;
import io.factorial.message.ToolCall;
import io.factorial.run.RunContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Shows the newest messages that fit into a number of tokens. */
record LastTokens(int tokens) implements History {

  private static final int CHARACTERS_PER_TOKEN = 4;

  LastTokens {
    if (tokens < 1) {
      throw InvalidDefinitionException.of("tokens", tokens, "1 or more");
    }
  }

  @Override
  public List<Message> view(List<Message> all, RunContext ctx) {
    boolean[] cuts = cuts(all);
    int user = newestUser(all);
    int start = all.size();
    long size = 0;
    for (int i = all.size() - 1; i >= 0; i--) {
      size += tokensOf(all.get(i));
      long userSize = user >= 0 && user < i ? tokensOf(all.get(user)) : 0;
      if (size + userSize > tokens) {
        break;
      }
      start = cuts[i] ? i : start;
    }
    return from(all, user, user < 0 ? Math.min(start, lastCut(cuts)) : start);
  }

  /** The messages from a place on, with the newest one of the user before them if it is older. */
  private static List<Message> from(List<Message> all, int user, int start) {
    List<Message> shown = new ArrayList<>();
    if (user >= 0 && user < start) {
      shown.add(all.get(user));
    }
    shown.addAll(all.subList(start, all.size()));
    return List.copyOf(shown);
  }

  /** Where the shown part may begin: not at a result, and not between a call and its results. */
  private static boolean[] cuts(List<Message> all) {
    Map<String, Integer> results = new HashMap<>();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i) instanceof Message.ToolOutput output) {
        results.put(output.toolCallId(), i);
      }
    }
    boolean[] cuts = new boolean[all.size()];
    int lastResult = -1;
    for (int i = 0; i < all.size(); i++) {
      cuts[i] = lastResult < i && !(all.get(i) instanceof Message.ToolOutput);
      if (all.get(i) instanceof Message.Assistant assistant) {
        for (ToolCall call : assistant.toolCalls()) {
          lastResult = Math.max(lastResult, results.getOrDefault(call.id(), -1));
        }
      }
    }
    return cuts;
  }

  /**
   * A model must be shown something: without a message of the user, the last part that may stand
   * alone.
   */
  private static int lastCut(boolean[] cuts) {
    for (int i = cuts.length - 1; i >= 0; i--) {
      if (cuts[i]) {
        return i;
      }
    }
    return cuts.length;
  }

  private static int newestUser(List<Message> all) {
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i) instanceof Message.User) {
        return i;
      }
    }
    return -1;
  }

  static long tokensOf(Message message) {
    return (charactersOf(message) + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
  }

  private static long charactersOf(Message message) {
    return switch (message) {
      case Message.Instructions instructions -> instructions.text().length();
      case Message.User user -> charactersOf(user.parts());
      case Message.Assistant assistant ->
          charactersOf(assistant.parts())
              + assistant.toolCalls().stream()
                  .mapToLong(call -> call.name().length() + call.argumentsText().length())
                  .sum();
      case Message.ToolOutput output -> output.text().length();
    };
  }

  private static long charactersOf(List<Part> parts) {
    return parts.stream().mapToLong(LastTokens::charactersOf).sum();
  }

  private static long charactersOf(Part part) {
    return switch (part) {
      case Part.Text text -> text.text().length();
      case Part.Reasoning reasoning -> reasoning.text().length();
      case Part.Media media -> media.uri().length();
      case Part.Other other -> other.data().text().length();
    };
  }
}
