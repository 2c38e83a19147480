package io.factorial.dashboard.api;

import io.factorial.port.Bucket;
import io.factorial.port.Counters;
import io.factorial.port.MetricsQuery;
import io.factorial.port.Operations;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counters that only grow, for as long as this process lives: the store keeps buckets of a span of
 * time, and what a bucket gained since it was read last is added up. Exact when it is read once an
 * hour or more often. Thread-safe.
 */
final class Totals {
  private static final Duration SPAN = Duration.ofHours(1);
  private static final int NANO_SCALE = 9;
  private static final int MILLI_SCALE = 3;

  private final Operations operations;
  private final ReentrantLock lock = new ReentrantLock(); // guards seen and totals
  private final Map<Place, Map<String, Long>> seen = new HashMap<>();
  private final TreeMap<String, Map<String, Long>> totals = new TreeMap<>();
  private boolean begun;

  /** Where a bucket is. */
  private record Place(Instant start, Duration size, String agent) {}

  Totals(Operations operations) {
    this.operations = operations;
  }

  /** What was counted by agent, at a moment. */
  record Snapshot(Map<String, Map<String, Long>> byAgent) {
    void write(PrometheusText text) {
      counter(text, "factorial_tasks_enqueued_total", "Tasks enqueued", Counters.ENQUEUED);
      counter(text, "factorial_tasks_completed_total", "Tasks completed", Counters.COMPLETED);
      counter(text, "factorial_tasks_failed_total", "Tasks failed", Counters.FAILED);
      counter(text, "factorial_tasks_cancelled_total", "Tasks cancelled", Counters.CANCELLED);
      counter(text, "factorial_turns_total", "Turns that came to their end", Counters.TURNS);
      counter(text, "factorial_retries_total", "Turns tried again", Counters.RETRIES);
      counter(text, "factorial_recoveries_total", "Tasks recovered", Counters.RECOVERIES);
      counter(text, "factorial_llm_calls_total", "Answers of models", Counters.LLM_CALLS);
      counter(text, "factorial_input_tokens_total", "Tokens read", Counters.INPUT_TOKENS);
      counter(text, "factorial_output_tokens_total", "Tokens written", Counters.OUTPUT_TOKENS);
      counter(text, "factorial_tool_calls_total", "Calls of tools", Counters.TOOL_CALLS);
      counter(text, "factorial_tool_failures_total", "Calls that failed", Counters.TOOL_FAILURES);
      text.counter("factorial_cost_usd_total", "Cost of models in US dollars");
      byAgent.forEach(
          (agent, counts) ->
              text.sample(
                  "",
                  Map.of("agent", agent),
                  BigDecimal.valueOf(counts.getOrDefault(Counters.COST_NANOS, 0L), NANO_SCALE)));
      timer(text, "factorial_turn_seconds", "Length of turns", Counters.TURN_TIME);
      timer(text, "factorial_llm_seconds", "Length of answers of models", Counters.LLM_TIME);
    }

    private void counter(PrometheusText text, String metric, String help, String counter) {
      text.counter(metric, help);
      byAgent.forEach(
          (agent, counts) -> text.sample(Map.of("agent", agent), counts.getOrDefault(counter, 0L)));
    }

    private void timer(PrometheusText text, String metric, String help, String timer) {
      text.histogram(metric, help);
      byAgent.forEach(
          (agent, counts) -> {
            long samples = 0;
            for (long bound : Counters.BOUNDS) {
              samples += counts.getOrDefault(Counters.cell(timer, bound), 0L);
              String end =
                  BigDecimal.valueOf(bound, MILLI_SCALE).stripTrailingZeros().toPlainString();
              bucket(text, agent, end, samples);
            }
            samples += counts.getOrDefault(Counters.cellAbove(timer), 0L);
            bucket(text, agent, "+Inf", samples);
            long sum = counts.getOrDefault(Counters.sum(timer), 0L);
            text.sample("_sum", Map.of("agent", agent), BigDecimal.valueOf(sum, MILLI_SCALE));
            text.sample("_count", Map.of("agent", agent), BigDecimal.valueOf(samples));
          });
    }

    private static void bucket(PrometheusText text, String agent, String end, long samples) {
      text.sample("_bucket", Map.of("agent", agent, "le", end), BigDecimal.valueOf(samples));
    }
  }

  Snapshot read() {
    lock.lock();
    try {
      Map<Place, Map<String, Long>> now = new HashMap<>();
      for (Bucket bucket : operations.store().metrics(new MetricsQuery(null, SPAN))) {
        now.put(new Place(bucket.start(), bucket.size(), bucket.agent()), bucket.counters());
      }
      now.forEach(this::add);
      seen.clear();
      seen.putAll(now);
      begun = true;
      TreeMap<String, Map<String, Long>> copy = new TreeMap<>();
      totals.forEach((agent, counts) -> copy.put(agent, Map.copyOf(counts)));
      return new Snapshot(copy);
    } finally {
      lock.unlock();
    }
  }

  /** What was counted before the first reading is not this process's to tell. */
  private void add(Place place, Map<String, Long> counters) {
    Map<String, Long> total = totals.computeIfAbsent(place.agent(), agent -> new HashMap<>());
    Map<String, Long> before = seen.getOrDefault(place, Map.of());
    counters.forEach(
        (counter, n) -> {
          long gained = begun ? Math.max(0, n - before.getOrDefault(counter, 0L)) : 0;
          total.merge(counter, gained, Long::sum);
        });
  }
}
