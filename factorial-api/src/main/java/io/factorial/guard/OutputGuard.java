package io.factorial.guard;

import io.factorial.run.RunContext;

/**
 * A check of a run's output, before the run completes. {@code deny} tells the model the reason and
 * gives it one more turn; {@code ask} parks the task on an approval, whose arguments are {@code
 * {"output": …}}; {@code edit} replaces the output.
 *
 * @param <O> the type of the output
 */
@FunctionalInterface
public interface OutputGuard<O> {

  /**
   * Says whether the output may leave the run.
   *
   * @param output the output
   * @param ctx the run
   * @return the verdict
   */
  Verdict check(O output, RunContext ctx);
}
