package io.factorial.guard;

import io.factorial.json.Json;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a guard says about a query, a tool call or an output. Closed for ever: a switch over it
 * stays complete.
 */
public sealed interface Verdict {

  /** The thing may pass as it is. */
  record Allow() implements Verdict {}

  /**
   * The thing may not pass.
   *
   * @param reason why not; the model or the caller reads it
   */
  record Deny(String reason) implements Verdict {
    /**
     * Checks that there is a reason.
     *
     * @param reason why not; the model or the caller reads it
     */
    public Deny {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * A person must decide: the run waits for an approval.
   *
   * @param question what the person is asked
   */
  record Ask(String question) implements Verdict {
    /**
     * Checks that there is a question.
     *
     * @param question what the person is asked
     */
    public Ask {
      Objects.requireNonNull(question, "question");
    }
  }

  /**
   * Something else passes in its place.
   *
   * @param replacement what passes: the text of a query, the arguments of a call, or an output
   */
  record Edit(Json replacement) implements Verdict {
    /**
     * Checks that there is a replacement.
     *
     * @param replacement what passes: the arguments of a call, or an output
     */
    public Edit {
      Objects.requireNonNull(replacement, "replacement");
    }
  }

  /**
   * Lets the thing pass.
   *
   * @return the verdict
   */
  static Verdict allow() {
    return new Allow();
  }

  /**
   * Stops the thing.
   *
   * @param reason why; the model or the caller reads it
   * @return the verdict
   */
  static Verdict deny(String reason) {
    return new Deny(reason);
  }

  /**
   * Leaves it to a person.
   *
   * @param question what the person is asked
   * @return the verdict
   */
  static Verdict ask(String question) {
    return new Ask(question);
  }

  /**
   * Puts something else in its place.
   *
   * @param replacement what passes instead, converted as {@link Json#of} does
   * @return the verdict
   */
  static Verdict edit(@Nullable Object replacement) {
    return new Edit(Json.of(replacement));
  }
}
