package io.factorial.redis;

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
import java.util.concurrent.CompletableFuture;

/** Adds up the metrics of all partitions. */
final class MetricsReader {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration HOURS_KEPT = Duration.ofDays(8);

  private final Partitions partitions;
  private final StoreTime time;

  MetricsReader(Partitions partitions, StoreTime time) {
    this.partitions = partitions;
    this.time = time;
  }

  List<Bucket> read(MetricsQuery query, List<AgentCard> cards) {
    Map<Duration, List<String>> agentsBySize = new HashMap<>();
    for (AgentCard card : cards) {
      if (query.agent() == null || query.agent().equals(card.name())) {
        boolean fine = query.span().compareTo(Cards.kept(card.timeline())) <= 0;
        Duration size = fine ? Cards.size(card.timeline()) : HOUR;
        agentsBySize.computeIfAbsent(size, any -> new ArrayList<>()).add(card.name());
      }
    }
    List<Bucket> buckets = new ArrayList<>();
    agentsBySize.forEach((size, agents) -> read(query.span(), size, agents, buckets));
    buckets.sort(Comparator.comparing(Bucket::start).thenComparing(Bucket::agent));
    return buckets;
  }

  private void read(Duration span, Duration size, List<String> agents, List<Bucket> into) {
    long now = time.about().toEpochMilli();
    long kept = Math.min(span.toMillis(), HOURS_KEPT.toMillis());
    long last = now / size.toMillis();
    long first = (now - kept) / size.toMillis();
    TreeMap<Long, List<CompletableFuture<Map<byte[], byte[]>>>> asked = new TreeMap<>();
    for (long bucket = first; bucket <= last; bucket++) {
      String key = name(size, bucket);
      asked.put(bucket, partitions.all().stream().map(partition -> ask(partition, key)).toList());
    }
    asked.forEach(
        (bucket, parts) -> {
          Map<String, Long> sums = sum(parts, name(size, bucket));
          Instant start = Instant.ofEpochMilli(bucket * size.toMillis());
          agents.forEach(agent -> add(start, size, agent, sums, into));
        });
  }

  private static CompletableFuture<Map<byte[], byte[]>> ask(Partition partition, String key) {
    return partition.commands().hgetall(partition.key(key)).toCompletableFuture();
  }

  private static String name(Duration size, long bucket) {
    return "m:" + size.toMillis() + ":" + bucket;
  }

  private Map<String, Long> sum(List<CompletableFuture<Map<byte[], byte[]>>> parts, String key) {
    Map<String, Long> sums = new HashMap<>();
    for (Partition partition : partitions.all()) {
      partition
          .receive(
              parts.get(partition.number()),
              "metrics",
              () -> partition.ask("metrics", commands -> commands.hgetall(partition.key(key))))
          .forEach(
              (name, n) ->
                  sums.merge(Netstrings.text(name), Long.valueOf(Netstrings.text(n)), Long::sum));
    }
    return sums;
  }

  private static void add(
      Instant start, Duration size, String agent, Map<String, Long> sums, List<Bucket> into) {
    Map<String, Long> counters = new HashMap<>();
    String prefix = agent + ":";
    sums.forEach(
        (name, n) -> {
          if (name.startsWith(prefix)) {
            counters.put(name.substring(prefix.length()), n);
          }
        });
    if (!counters.isEmpty()) {
      into.add(new Bucket(start, size, agent, counters));
    }
  }
}
