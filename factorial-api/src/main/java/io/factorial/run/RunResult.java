package io.factorial.run;

import io.factorial.error.RunFailedException;
import java.util.Objects;
import java.util.Optional;

/**
 * How a run ended. Closed for ever: a switch over it stays complete.
 *
 * @param <O> the type of the output
 */
public sealed interface RunResult<O> {

  /**
   * The run that ended.
   *
   * @return what is known of it
   */
  RunSummary run();

  /**
   * The output of a completed run.
   *
   * @return the output
   * @throws RunFailedException when the run failed or was cancelled, with the reason
   */
  default O output() {
    return switch (this) {
      case Completed<O>(O output, RunSummary run) -> output;
      case Failed<O>(RunError error, RunSummary run) -> throw new RunFailedException(error);
      case Cancelled<O>(RunSummary run) ->
          throw new RunFailedException(
              new RunError("cancelled", "run " + run.taskId() + " was cancelled", false));
    };
  }

  /**
   * The output, if the run completed.
   *
   * @return the output; empty when the run failed or was cancelled
   */
  default Optional<O> completed() {
    return this instanceof Completed<O> completed
        ? Optional.of(completed.output())
        : Optional.empty();
  }

  /**
   * The run came to its end.
   *
   * @param output what it answers
   * @param run the run
   * @param <O> the type of the output
   */
  record Completed<O>(O output, RunSummary run) implements RunResult<O> {
    /**
     * Checks that everything is there.
     *
     * @param output what it answers
     * @param run the run
     */
    public Completed {
      Objects.requireNonNull(output, "output");
      Objects.requireNonNull(run, "run");
    }
  }

  /**
   * The run failed.
   *
   * @param error why
   * @param run the run
   * @param <O> the type of the output that there is not
   */
  record Failed<O>(RunError error, RunSummary run) implements RunResult<O> {
    /**
     * Checks that everything is there.
     *
     * @param error why
     * @param run the run
     */
    public Failed {
      Objects.requireNonNull(error, "error");
      Objects.requireNonNull(run, "run");
    }
  }

  /**
   * The run was cancelled.
   *
   * @param run the run
   * @param <O> the type of the output that there is not
   */
  record Cancelled<O>(RunSummary run) implements RunResult<O> {
    /**
     * Checks that everything is there.
     *
     * @param run the run
     */
    public Cancelled {
      Objects.requireNonNull(run, "run");
    }
  }
}
