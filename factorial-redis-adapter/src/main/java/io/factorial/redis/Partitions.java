package io.factorial.redis;

import io.factorial.task.TaskId;
import io.lettuce.core.cluster.SlotHash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/** All parts of a namespace, and which of them an owner lives in. */
final class Partitions {
  private final List<Partition> all;

  Partitions(int number, Function<Integer, Partition> maker) {
    all = IntStream.range(0, number).boxed().map(maker).toList();
  }

  List<Partition> all() {
    return all;
  }

  Partition get(int number) {
    return all.get(number);
  }

  /**
   * The partition of a task. Where no partition has its number, no partition has it: any will say
   * so.
   */
  Partition of(TaskId id) {
    return all.get(Math.min(id.partition(), all.size() - 1));
  }

  Partition ofOwner(String owner) {
    return all.get(numberOf(owner, all.size()));
  }

  static int numberOf(String owner, int partitions) {
    CRC32 crc = new CRC32();
    crc.update(owner.getBytes(StandardCharsets.UTF_8));
    return (int) (crc.getValue() % partitions);
  }

  /**
   * The hash tag of a partition: the namespace, the number, and the shortest suffix whose slot lies
   * in the partition's share of all slots, so that partitions spread evenly over the masters of a
   * cluster.
   */
  static String tag(String namespace, int number, int partitions) {
    String plain = namespace + ":" + number;
    int from = (int) ((long) number * SlotHash.SLOT_COUNT / partitions);
    int to = (int) ((number + 1L) * SlotHash.SLOT_COUNT / partitions);
    for (int i = 0; ; i++) {
      String tag = plain + letters(i);
      int slot = SlotHash.getSlot("{" + tag + "}");
      if (slot >= from && slot < to) {
        return tag;
      }
    }
  }

  /** The i-th text of letters, the shorter ones first: nothing, a, b, ... z, aa, ab, ... */
  private static String letters(int i) {
    StringBuilder text = new StringBuilder();
    for (int rest = i; rest > 0; rest = (rest - 1) / 26) {
      text.insert(0, (char) ('a' + (rest - 1) % 26));
    }
    return text.toString();
  }
}
