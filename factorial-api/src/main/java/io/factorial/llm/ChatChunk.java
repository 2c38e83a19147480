package io.factorial.llm;

import java.util.Objects;

/** A piece of an answer that is still on its way. */
public sealed interface ChatChunk {

  /**
   * More of the answer's text.
   *
   * @param delta what is added
   */
  record Text(String delta) implements ChatChunk {

    /** Checks that there is a text. */
    public Text {
      Objects.requireNonNull(delta, "delta");
    }
  }

  /**
   * More of the model's reasoning.
   *
   * @param delta what is added
   */
  record Reasoning(String delta) implements ChatChunk {

    /** Checks that there is a text. */
    public Reasoning {
      Objects.requireNonNull(delta, "delta");
    }
  }

  /**
   * More of the arguments of one tool call.
   *
   * @param index which call of the answer, from 0
   * @param toolCallId the call's id, empty if not known yet
   * @param name the tool's name, empty if not known yet
   * @param delta what is added to the arguments' text
   */
  record ToolArguments(int index, String toolCallId, String name, String delta)
      implements ChatChunk {

    /** Checks the index, and that nothing is missing. */
    public ToolArguments {
      if (index < 0) {
        throw new IllegalArgumentException("index: " + index + " (expected: 0 or more)");
      }
      Objects.requireNonNull(toolCallId, "toolCallId");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(delta, "delta");
    }
  }
}
