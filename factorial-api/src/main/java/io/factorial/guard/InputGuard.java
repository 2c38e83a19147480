package io.factorial.guard;

import io.factorial.run.RunContext;

/**
 * A check of what a run is asked, before its first turn. {@code deny} fails the run with the code
 * {@code guard_denied}; {@code ask} parks it on an approval, whose arguments are {@code {"query":
 * …}}; {@code edit} replaces the query by a text. What was decided is recorded: no later try of the
 * turn asks or edits again.
 */
@FunctionalInterface
public interface InputGuard {

  /**
   * Says whether the run may start.
   *
   * @param query what the run is asked
   * @param ctx the run
   * @return the verdict
   */
  Verdict check(String query, RunContext ctx);
}
