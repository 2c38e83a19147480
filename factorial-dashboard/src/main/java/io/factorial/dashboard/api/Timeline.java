package io.factorial.dashboard.api;

import io.factorial.dashboard.http.Fields;
import io.factorial.dashboard.http.Problem;
import io.factorial.dashboard.http.Query;
import io.factorial.json.Json;
import io.factorial.port.Bucket;
import io.factorial.port.Counters;
import io.factorial.port.MetricsQuery;
import io.factorial.port.Operations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What happened in a span of time, in buckets of equal length: those without anything are there
 * too, so that a line over them has no hole.
 *
 * @param span how far back
 * @param size a bucket's length
 * @param first where the first one begins
 * @param last where the last one begins
 * @param buckets what the store counted
 */
record Timeline(Duration span, Duration size, Instant first, Instant last, List<Bucket> buckets) {
  private static final Map<String, Duration> SPANS =
      Map.of("1h", Duration.ofHours(1), "24h", Duration.ofHours(24), "7d", Duration.ofDays(7));
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int MOST_BUCKETS = 400;

  static Timeline read(Operations operations, Query query, Instant now) {
    String word = query.text("span").orElse("1h");
    Duration span = SPANS.get(word);
    if (span == null) {
      throw Problem.invalid("span", word, "1h, 24h or 7d");
    }
    return read(operations, query.text("agent"), span, now);
  }

  static Timeline read(Operations operations, Optional<String> agent, Duration span, Instant now) {
    List<Bucket> buckets = operations.store().metrics(new MetricsQuery(agent.orElse(null), span));
    Duration finest = span.compareTo(HOUR) > 0 ? HOUR : Duration.ofMinutes(1);
    Duration size = buckets.stream().map(Bucket::size).max(Duration::compareTo).orElse(finest);
    while (span.dividedBy(size) > MOST_BUCKETS) {
      size = size.multipliedBy(2);
    }
    return new Timeline(span, size, floor(now.minus(span), size), floor(now, size), buckets);
  }

  private static Instant floor(Instant time, Duration size) {
    long millis = size.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), millis) * millis);
  }

  Sums sums() {
    return Sums.of(buckets);
  }

  Sums sums(String agent) {
    return Sums.of(buckets.stream().filter(bucket -> bucket.agent().equals(agent)).toList());
  }

  /** The sums of the time after a moment, as far as the buckets tell. */
  Sums since(Instant moment) {
    return Sums.of(buckets.stream().filter(bucket -> !bucket.start().isBefore(moment)).toList());
  }

  Optional<Instant> lastActivity(String agent) {
    return buckets.stream()
        .filter(bucket -> bucket.agent().equals(agent))
        .map(bucket -> bucket.start().plus(bucket.size()))
        .max(Instant::compareTo);
  }

  double minutes() {
    return span.toMillis() / 60_000d;
  }

  Json.Obj toJson() {
    Map<Instant, List<Bucket>> byStart =
        buckets.stream()
            .collect(
                Collectors.groupingBy(
                    bucket -> floor(bucket.start(), size), TreeMap::new, Collectors.toList()));
    List<Json> shown = new ArrayList<>();
    for (Instant at = first; !at.isAfter(last); at = at.plus(size)) {
      shown.add(bucket(at, Sums.of(byStart.getOrDefault(at, List.of()))));
    }
    return Fields.make().put("bucket_seconds", size).put("buckets", new Json.Arr(shown)).end();
  }

  private static Json.Obj bucket(Instant at, Sums sums) {
    return Fields.make()
        .put("at", at)
        .put("completed", sums.count(Counters.COMPLETED))
        .put("failed", sums.count(Counters.FAILED))
        .put("cancelled", sums.count(Counters.CANCELLED))
        .put("enqueued", sums.count(Counters.ENQUEUED))
        .put("turns", sums.count(Counters.TURNS))
        .put("retries", sums.count(Counters.RETRIES))
        .put("input_tokens", sums.count(Counters.INPUT_TOKENS))
        .put("output_tokens", sums.count(Counters.OUTPUT_TOKENS))
        .number("cost_usd", sums.cost().orElse(null))
        .number("turn_p50_seconds", sums.percentile(Counters.TURN_TIME, 0.5).orElse(null))
        .number("turn_p95_seconds", sums.percentile(Counters.TURN_TIME, 0.95).orElse(null))
        .number("llm_p95_seconds", sums.percentile(Counters.LLM_TIME, 0.95).orElse(null))
        .end();
  }
}
