package io.factorial.redis;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.StreamMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the durable events of one owner by their numbers. Thread-safe. */
final class OwnerEvents {
  private static final int PART = 200;

  private final String owner;
  private final Partition partition;
  private final StoreTime time;
  private final Duration ttl;

  OwnerEvents(String owner, Partition partition, StoreTime time, Duration ttl) {
    this.owner = owner;
    this.partition = partition;
    this.time = time;
    this.ttl = ttl;
  }

  /**
   * A durable event.
   *
   * @param number its number
   * @param told the event
   */
  record Numbered(long number, StreamEvents.Told told) {}

  String owner() {
    return owner;
  }

  Partition partition() {
    return partition;
  }

  /** The place of the owner's last event. */
  Cursors.Place last() {
    var known =
        partition.ask(
            "events",
            commands -> commands.hmget(partition.key("en:" + owner), bytes("n"), bytes("epoch")));
    return known.get(0).hasValue()
        ? new Cursors.Place(number(known.get(1).getValue()), number(known.get(0).getValue()))
        : Cursors.Place.BEGIN;
  }

  /** Some of the events after a number, in order; none at the end. */
  List<Numbered> after(long number) {
    Range<String> range = Range.create((number + 1) + "-0", "+");
    List<StreamMessage<byte[], byte[]>> entries =
        partition.ask(
            "events",
            commands -> commands.xrange(partition.key("e:" + owner), range, Limit.from(PART)));
    List<Numbered> events = new ArrayList<>();
    for (StreamMessage<byte[], byte[]> entry : entries) {
      add(entry, number, events);
    }
    return events;
  }

  /** An entry's id is the number of its last event. */
  private static void add(StreamMessage<byte[], byte[]> entry, long after, List<Numbered> events) {
    String id = entry.getId();
    Map<byte[], byte[]> body = entry.getBody();
    long number = Long.parseLong(id.substring(0, id.indexOf('-'))) - body.size() + 1;
    for (Map.Entry<byte[], byte[]> field : body.entrySet()) {
      if (number > after) {
        events.add(new Numbered(number, StreamEvents.Told.read(field.getKey(), field.getValue())));
      }
      number++;
    }
  }

  /**
   * The number before the oldest event that is kept: too old ones may still be there, and do not
   * count.
   */
  long beforeOldest() {
    long oldest = time.about().minus(ttl).toEpochMilli();
    long number = 0;
    while (true) {
      List<Numbered> some = after(number);
      if (some.isEmpty()) {
        return Math.max(number, last().number());
      }
      for (Numbered event : some) {
        if (event.told().timeMillis() >= oldest) {
          return event.number() - 1;
        }
        number = event.number();
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static long number(byte[] value) {
    return Long.parseLong(Netstrings.text(value));
  }
}
