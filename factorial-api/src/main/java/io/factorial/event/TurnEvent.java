package io.factorial.event;

import io.factorial.budget.Usage;
import io.factorial.run.RunError;
import java.time.Instant;

/** What happens to one turn: a completion and the tool calls that it asks for. */
public sealed interface TurnEvent extends AgentEvent {

  /**
   * A turn began. Not stored: only those who listen now get it.
   *
   * @param meta which task, where in it, and when
   */
  record Started(Meta meta) implements TurnEvent {

    @Override
    public String type() {
      return "progress_update_run_turn_started";
    }
  }

  /**
   * A turn ended and is recorded.
   *
   * @param meta which task, where in it, and when
   * @param usage what the run has used so far, without its descendants
   * @param turnUsage what this turn used of it, its earlier tries by the same worker included
   * @param startedAt when it started, by the store's clock
   */
  record Completed(Meta meta, Usage usage, Usage turnUsage, Instant startedAt)
      implements TurnEvent {

    @Override
    public String type() {
      return "progress_update_run_turn_completed";
    }
  }

  /**
   * A turn failed; it is tried again, or the run fails.
   *
   * @param meta which task, where in it, and when
   * @param error why it failed
   * @param startedAt when it started, by the store's clock
   */
  record Failed(Meta meta, RunError error, Instant startedAt) implements TurnEvent {

    @Override
    public String type() {
      return "progress_update_run_turn_failed";
    }
  }
}
