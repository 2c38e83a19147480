package io.factorial.llm;

import java.util.Objects;

/** Whether the model may, must or must not call a tool. */
public sealed interface ToolChoice {

  /** The model decides. */
  record Auto() implements ToolChoice {}

  /** The model calls no tool. */
  record None() implements ToolChoice {}

  /** The model calls at least one tool. */
  record Required() implements ToolChoice {}

  /**
   * The model calls this tool.
   *
   * @param tool the tool's name
   */
  record Named(String tool) implements ToolChoice {

    /** Checks that there is a name. */
    public Named {
      Objects.requireNonNull(tool, "tool");
    }
  }

  /** The model decides; the default. */
  ToolChoice AUTO = new Auto();

  /** The model calls no tool. */
  ToolChoice NONE = new None();

  /** The model calls at least one tool. */
  ToolChoice REQUIRED = new Required();

  /**
   * The model calls this tool.
   *
   * @param name the tool's name
   * @return the choice
   */
  static ToolChoice tool(String name) {
    return new Named(name);
  }
}
