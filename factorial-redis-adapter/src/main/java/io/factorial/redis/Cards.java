package io.factorial.redis;

import io.factorial.orchestrator.MetricsTimelineConfig;
import io.factorial.orchestrator.TaskTtlConfig;
import io.factorial.port.AgentCard;
import io.factorial.port.Payload;
import java.time.Duration;
import java.util.List;

/** Cards of agents: what scripts read of them, and the whole. */
final class Cards {
  private Cards() {}

  /** What tasks keep of the card with which they were enqueued: TTLs, recoveries, timeline. */
  static String keep(AgentCard card) {
    TaskTtlConfig ttl = card.ttl();
    return ttl.completedTtl().toMillis()
        + ","
        + ttl.failedTtl().toMillis()
        + ","
        + ttl.cancelledTtl().toMillis()
        + ","
        + card.maxRecoveries()
        + ","
        + size(card.timeline()).toMillis()
        + ","
        + kept(card.timeline()).toMillis();
  }

  /** The length of a bucket. */
  static Duration size(MetricsTimelineConfig timeline) {
    return switch (timeline.bucketSize()) {
      case SECONDS -> Duration.ofSeconds(1);
      case MINUTES -> Duration.ofMinutes(1);
      case HOURS -> Duration.ofHours(1);
      case DAYS -> Duration.ofDays(1);
    };
  }

  /** How long buckets are kept. */
  static Duration kept(MetricsTimelineConfig timeline) {
    double millis = timeline.timelineDuration().toMillis() * timeline.retentionMultiplier();
    return Duration.ofMillis((long) millis);
  }

  static byte[] encode(AgentCard card) {
    String version = card.version();
    return new Netstrings()
        .add(card.name())
        .add(version == null ? "" : "v" + version)
        .add(card.fingerprint())
        .add(card.ttl().completedTtl().toMillis())
        .add(card.ttl().failedTtl().toMillis())
        .add(card.ttl().cancelledTtl().toMillis())
        .add(card.maxRecoveries())
        .add(card.timeline().timelineDuration().toMillis())
        .add(card.timeline().bucketSize().name())
        .add(Double.toString(card.timeline().retentionMultiplier()))
        .add(card.description().bytes())
        .bytes();
  }

  static AgentCard decode(byte[] stored) {
    List<byte[]> parts = Netstrings.read(stored);
    List<String> texts = parts.stream().map(Netstrings::text).toList();
    String version = texts.get(1);
    return new AgentCard(
        texts.get(0),
        version.isEmpty() ? null : version.substring(1),
        texts.get(2),
        new TaskTtlConfig(millis(texts, 3), millis(texts, 4), millis(texts, 5)),
        Integer.parseInt(texts.get(6)),
        new MetricsTimelineConfig(
            millis(texts, 7),
            MetricsTimelineConfig.BucketSize.valueOf(texts.get(8)),
            Double.parseDouble(texts.get(9))),
        Payload.of(parts.get(10)));
  }

  private static Duration millis(List<String> texts, int i) {
    return Duration.ofMillis(Long.parseLong(texts.get(i)));
  }
}
