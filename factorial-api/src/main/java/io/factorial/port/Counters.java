package io.factorial.port;

import java.util.List;

/**
 * The names under which a {@link Bucket} counts: those of the store, and those that the engine adds
 * with its writes. Times are counted in the cells of a histogram, one cell a sample, and as their
 * sum.
 */
public final class Counters {
  /** Tasks that were enqueued. */
  public static final String ENQUEUED = "enqueued";

  /** Tasks that completed. */
  public static final String COMPLETED = "completed";

  /** Tasks that failed. */
  public static final String FAILED = "failed";

  /** Tasks that were cancelled. */
  public static final String CANCELLED = "cancelled";

  /** Turns that came to their end. */
  public static final String TURNS = "turns";

  /** Turns that failed and are tried again. */
  public static final String RETRIES = "retries";

  /** Tasks that were taken over from a dead worker. */
  public static final String RECOVERIES = "recoveries";

  /** Answers of models. */
  public static final String LLM_CALLS = "llm_calls";

  /** Calls of tools that were settled. */
  public static final String TOOL_CALLS = "tool_calls";

  /** Calls of tools that failed. */
  public static final String TOOL_FAILURES = "tool_failures";

  /** Tokens that models read. */
  public static final String INPUT_TOKENS = "input_tokens";

  /** Tokens that models wrote. */
  public static final String OUTPUT_TOKENS = "output_tokens";

  /** What models cost, in billionths of a US dollar, where their prices are known. */
  public static final String COST_NANOS = "cost_nanos";

  /** The timer of turns, from their start to their end, without what they waited. */
  public static final String TURN_TIME = "turn_ms";

  /** The timer of the answers of models. */
  public static final String LLM_TIME = "llm_ms";

  /** The upper ends of a timer's cells, in milliseconds; one more cell holds all above. */
  public static final List<Long> BOUNDS =
      List.of(
          50L, 100L, 250L, 500L, 1_000L, 2_500L, 5_000L, 10_000L, 20_000L, 30_000L, 60_000L,
          120_000L, 300_000L);

  private static final String SUM = "_sum";
  private static final String CELL = "_le_";
  private static final String ABOVE = "inf";

  private Counters() {}

  /**
   * The counter of a timer's sum.
   *
   * @param timer the timer
   * @return the counter's name
   */
  public static String sum(String timer) {
    return timer + SUM;
  }

  /**
   * The counter of the cell that a sample falls into.
   *
   * @param timer the timer
   * @param millis the sample in milliseconds
   * @return the counter's name
   */
  public static String cellOf(String timer, long millis) {
    for (long bound : BOUNDS) {
      if (millis <= bound) {
        return cell(timer, bound);
      }
    }
    return cellAbove(timer);
  }

  /**
   * The counter of a cell.
   *
   * @param timer the timer
   * @param bound its upper end, one of {@link #BOUNDS}
   * @return the counter's name
   */
  public static String cell(String timer, long bound) {
    return timer + CELL + bound;
  }

  /**
   * The counter of the cell above all bounds.
   *
   * @param timer the timer
   * @return the counter's name
   */
  public static String cellAbove(String timer) {
    return timer + CELL + ABOVE;
  }
}
