package io.factorial.task;

/**
 * How far a batch is.
 *
 * @param total all its tasks
 * @param completed those that completed
 * @param failed those that failed
 * @param cancelled those that were cancelled
 * @param percent how much of it is done, 0 to 100: the share of tasks that have ended; where {@link
 *     BatchHandle#progress} knows how many turns a task may take, the turns of the others count too
 */
public record BatchProgress(int total, int completed, int failed, int cancelled, double percent) {

  /** Checks that the numbers fit together. */
  public BatchProgress {
    check("completed", completed);
    check("failed", failed);
    check("cancelled", cancelled);
    long over = (long) completed + failed + cancelled;
    if (over > total) {
      throw new IllegalArgumentException(
          "total: " + total + " (expected: at least " + over + ", the tasks that ended)");
    }
    if (!(percent >= 0 && percent <= 100)) {
      throw new IllegalArgumentException("percent: " + percent + " (expected: 0 to 100)");
    }
  }

  /**
   * The progress that follows from the counts.
   *
   * @param total all tasks
   * @param completed those that completed
   * @param failed those that failed
   * @param cancelled those that were cancelled
   * @return the progress, at 100 percent if there are no tasks
   */
  public static BatchProgress of(int total, int completed, int failed, int cancelled) {
    double over = (double) completed + failed + cancelled;
    return new BatchProgress(
        total, completed, failed, cancelled, total == 0 ? 100 : 100 * over / total);
  }

  private static void check(String thing, int count) {
    if (count < 0) {
      throw new IllegalArgumentException(thing + ": " + count + " (expected: 0 or more)");
    }
  }
}
