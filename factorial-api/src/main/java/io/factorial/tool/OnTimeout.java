package io.factorial.tool;

import java.util.Objects;

/** What happens when nobody answers a pending call in time. */
public sealed interface OnTimeout {

  /**
   * The call is answered in the place of whoever did not.
   *
   * @param value the answer
   */
  record Answer(Object value) implements OnTimeout {
    /**
     * Checks that there is an answer.
     *
     * @param value the answer
     */
    public Answer {
      Objects.requireNonNull(value, "value");
    }
  }

  /** The task fails. */
  record FailTask() implements OnTimeout {}

  /**
   * Answers the call in the place of whoever did not.
   *
   * @param value the answer
   * @return the policy
   */
  static OnTimeout answer(Object value) {
    return new Answer(value);
  }

  /**
   * Fails the task.
   *
   * @return the policy
   */
  static OnTimeout failTask() {
    return new FailTask();
  }
}
