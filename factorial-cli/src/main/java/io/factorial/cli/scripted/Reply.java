package io.factorial.cli.scripted;

import io.factorial.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** One message of a scripted model. */
public sealed interface Reply {

  /**
   * An answer in words.
   *
   * @param text the answer
   */
  record Say(String text) implements Reply {

    /** Checks that there is a text. */
    public Say {
      Objects.requireNonNull(text, "text");
    }
  }

  /**
   * An answer that nobody has the time to hear out: it repeats its text until the time is over.
   *
   * @param text the text
   * @param length how long the answer takes
   */
  record Ramble(String text, Duration length) implements Reply {

    /** Checks that there are a text and a length. */
    public Ramble {
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(length, "length");
    }
  }

  /**
   * Calls of tools, all in one message.
   *
   * @param calls the calls, at least one
   */
  record Act(List<Action> calls) implements Reply {

    /** Copies the calls. */
    public Act {
      calls = List.copyOf(calls);
    }
  }

  /**
   * One call of a tool.
   *
   * @param tool the tool's name
   * @param arguments its arguments
   */
  record Action(String tool, Json.Obj arguments) {

    /** Checks that nothing is missing. */
    public Action {
      Objects.requireNonNull(tool, "tool");
      Objects.requireNonNull(arguments, "arguments");
    }
  }

  /**
   * An answer in words.
   *
   * @param text the answer
   * @return the message
   */
  static Reply say(String text) {
    return new Say(text);
  }

  /**
   * The call of one tool.
   *
   * @param tool the tool's name
   * @param arguments its arguments
   * @return the message
   */
  static Reply call(String tool, Json.Obj arguments) {
    return new Act(List.of(new Action(tool, arguments)));
  }

  /**
   * A typed answer, given through the tool that Factorial offers for it.
   *
   * @param output the answer
   * @return the message
   */
  static Reply finish(Json.Obj output) {
    return call("final_output", output);
  }
}
