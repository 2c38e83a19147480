package io.factorial.inmemory;

import io.factorial.orchestrator.MetricsTimelineConfig;
import io.factorial.port.AgentCard;
import io.factorial.port.Bucket;
import io.factorial.port.MetricsQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts what happens to tasks: per agent in buckets of its timeline, and in hourly ones. */
final class Metrics {
  static final String ENQUEUED = "enqueued";
  static final String TURNS = "turns";
  static final String RETRIES = "retries";
  static final String RECOVERIES = "recoveries";

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration HOURS_KEPT = Duration.ofDays(8);
  private static final Comparator<Bucket> ORDER =
      Comparator.comparing(Bucket::start).thenComparing(Bucket::agent);

  private final StoreClock clock;
  private final Agents agents;
  private final Map<String, Series> fine = new HashMap<>();
  private final Map<String, Series> hourly = new HashMap<>();

  Metrics(StoreClock clock, Agents agents) {
    this.clock = clock;
    this.agents = agents;
  }

  void count(String agent, String counter) {
    count(agent, counter, 1);
  }

  void count(String agent, String counter, long n) {
    timeline(agent).add(clock.now(), counter, n);
    hourly
        .computeIfAbsent(agent, name -> new Series(HOUR, HOURS_KEPT))
        .add(clock.now(), counter, n);
  }

  List<Bucket> read(MetricsQuery query) {
    List<Bucket> buckets = new ArrayList<>();
    for (String agent : hourly.keySet()) {
      if (query.agent() == null || query.agent().equals(agent)) {
        seriesFor(agent, query.span()).read(agent, since(query.span()), buckets);
      }
    }
    buckets.sort(ORDER);
    return buckets;
  }

  private Series seriesFor(String agent, Duration span) {
    Series timeline = timeline(agent);
    Series hours = hourly.get(agent);
    return hours == null || span.compareTo(timeline.kept) <= 0 ? timeline : hours;
  }

  private Instant since(Duration span) {
    Duration bounded = span.compareTo(HOURS_KEPT) > 0 ? HOURS_KEPT : span;
    return clock.now().minus(bounded);
  }

  private Series timeline(String agent) {
    AgentCard card = agents.find(agent);
    MetricsTimelineConfig timeline =
        card == null ? MetricsTimelineConfig.defaults() : card.timeline();
    Duration size = sizeOf(timeline.bucketSize());
    Duration kept = keptBy(timeline);
    Series series = fine.get(agent);
    if (series == null || !series.size.equals(size) || !series.kept.equals(kept)) {
      series = new Series(size, kept);
      fine.put(agent, series);
    }
    return series;
  }

  private static Duration keptBy(MetricsTimelineConfig timeline) {
    double millis = timeline.timelineDuration().toMillis() * timeline.retentionMultiplier();
    return Duration.ofMillis((long) millis);
  }

  private static Duration sizeOf(MetricsTimelineConfig.BucketSize size) {
    return switch (size) {
      case SECONDS -> Duration.ofSeconds(1);
      case MINUTES -> Duration.ofMinutes(1);
      case HOURS -> HOUR;
      case DAYS -> Duration.ofDays(1);
    };
  }

  /** Buckets of one size of one agent. */
  private static final class Series {
    private final Duration size;
    private final Duration kept;
    private final TreeMap<Instant, Map<String, Long>> buckets = new TreeMap<>();
    private @Nullable Instant newest;

    Series(Duration size, Duration kept) {
      this.size = size;
      this.kept = kept;
    }

    void add(Instant now, String counter, long n) {
      Instant start = startOf(now);
      if (!start.equals(newest)) {
        newest = start;
        buckets.headMap(startOf(now.minus(kept)), false).clear();
      }
      buckets.computeIfAbsent(start, at -> new HashMap<>()).merge(counter, n, Long::sum);
    }

    void read(String agent, Instant since, List<Bucket> into) {
      buckets
          .tailMap(startOf(since), true)
          .forEach((start, counters) -> into.add(new Bucket(start, size, agent, counters)));
    }

    private Instant startOf(Instant time) {
      long seconds = size.toSeconds();
      return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
    }
  }
}
