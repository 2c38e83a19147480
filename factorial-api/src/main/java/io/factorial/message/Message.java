package io.factorial.message;

import io.factorial.json.Json;
import java.util.List;
import java.util.Objects;

/** One message of a conversation, in the same form for every provider. */
public sealed interface Message {

  /**
   * What the agent is told about itself before anything else.
   *
   * @param text the instructions
   */
  record Instructions(String text) implements Message {

    /** Checks that there is a text. */
    public Instructions {
      Objects.requireNonNull(text, "text");
    }
  }

  /**
   * What a person, or whoever stands in for one, says.
   *
   * @param parts its parts in order, at least one
   */
  record User(List<Part> parts) implements Message {

    /** Copies the parts, and refuses a message without any. */
    public User {
      parts = List.copyOf(parts);
      if (parts.isEmpty()) {
        throw new IllegalArgumentException("user message: no parts (expected: at least one)");
      }
    }

    /**
     * The text of the message.
     *
     * @return its text parts, one after the other; empty if it has none
     */
    public String text() {
      return Part.text(parts);
    }
  }

  /**
   * What the model answered: text, calls of tools, or both.
   *
   * @param parts its parts in order; may be empty
   * @param toolCalls the calls that it asks for, in order
   * @param providerData what the provider wants to see again, opaque to Factorial
   */
  record Assistant(List<Part> parts, List<ToolCall> toolCalls, Json.Obj providerData)
      implements Message {

    /** Copies the parts and the calls. */
    public Assistant {
      parts = List.copyOf(parts);
      toolCalls = List.copyOf(toolCalls);
      Objects.requireNonNull(providerData, "providerData");
    }

    /**
     * The text of the answer, without its reasoning.
     *
     * @return its text parts, one after the other; empty if it has none
     */
    public String text() {
      return Part.text(parts);
    }
  }

  /**
   * What came of one call of a tool.
   *
   * @param toolCallId the id of the call that this answers
   * @param tool the name of the tool
   * @param text what the model reads
   * @param error whether the call failed
   */
  record ToolOutput(String toolCallId, String tool, String text, boolean error) implements Message {

    /** Checks that nothing is missing. */
    public ToolOutput {
      Objects.requireNonNull(toolCallId, "toolCallId");
      Objects.requireNonNull(tool, "tool");
      Objects.requireNonNull(text, "text");
    }
  }

  /**
   * A user's message of one text.
   *
   * @param text what the user says
   * @return the message
   */
  static User user(String text) {
    return new User(List.of(new Part.Text(text)));
  }

  /**
   * A user's message of several parts, such as a text and an image.
   *
   * @param parts at least one part
   * @return the message
   */
  static User user(Part... parts) {
    return new User(List.of(parts));
  }

  /**
   * A model's answer of one text, without calls.
   *
   * @param text what the model says
   * @return the message
   */
  static Assistant assistant(String text) {
    return new Assistant(List.of(new Part.Text(text)), List.of(), Json.Obj.of());
  }

  /**
   * Instructions for the agent.
   *
   * @param text the instructions
   * @return the message
   */
  static Instructions instructions(String text) {
    return new Instructions(text);
  }
}
