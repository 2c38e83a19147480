package io.factorial.port;

import io.factorial.run.RunError;
import java.time.Duration;
import java.util.List;

/** What becomes of a task at the end of a turn. */
public sealed interface Next {
  /**
   * The next turn begins. Every call of the turn has its result.
   *
   * @param yields whether the worker asks the task to give up its slot
   */
  record Continue(boolean yields) implements Next {}

  /**
   * The task waits: every call that can run has run, and these waits are open. If all of them are
   * answered already, the task goes on instead.
   *
   * @param open the waits to open; every other RESERVED wait of the task is closed
   * @param parked events of the case that the task is parked
   */
  record Park(List<NewWait> open, List<NewEvent> parked) implements Next {
    /** Copies. */
    public Park {
      open = List.copyOf(open);
      parked = List.copyOf(parked);
    }
  }

  /**
   * The turn is tried again later, from its last recorded step. The slot is free meanwhile.
   *
   * @param delay how long from now, by the store's clock
   * @param reason why, for people: {@code 429 openai:gpt-4.1}
   * @param counted whether this uses up a retry
   */
  record BackOff(Duration delay, String reason, boolean counted) implements Next {
    /**
     * Checks the delay.
     *
     * @throws IllegalArgumentException when it is negative
     */
    public BackOff {
      Checks.notNegative("delay", delay);
    }
  }

  /** The task goes to the head of its owner's line; recorded steps stay, no retry is used up. */
  record HandBack() implements Next {}

  /**
   * The task is done, unless a message arrived: then it goes on for one more turn.
   *
   * @param output the final answer
   * @param closed events of the case that it is done
   * @param reopenedEntries entries of the other case, appended before the messages
   * @param reopened events of the other case
   */
  record Complete(
      Payload output, List<NewEvent> closed, List<Entry> reopenedEntries, List<NewEvent> reopened)
      implements Next {
    /** Copies. */
    public Complete {
      closed = List.copyOf(closed);
      reopenedEntries = List.copyOf(reopenedEntries);
      reopened = List.copyOf(reopened);
    }
  }

  /**
   * The task has failed.
   *
   * @param error why
   */
  record Fail(RunError error) implements Next {}

  /**
   * A person must revive the task.
   *
   * @param reason a stable code: {@code budget_exceeded}, {@code definition_incompatible}
   */
  record Pause(String reason) implements Next {}
}
