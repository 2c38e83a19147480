package io.factorial.redis;

import io.factorial.redis.server.LocalRedis;
import io.factorial.redis.server.LocalRedisCluster;
import io.lettuce.core.RedisClient;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A slot of a cluster on its way from one master to another. */
final class SlotMove implements AutoCloseable {
  /** How many of the slot's keys are on the other side. */
  enum Share {
    NONE,
    HALF,
    ALL
  }

  private static final ByteArrayCodec CODEC = ByteArrayCodec.INSTANCE;

  private final int slot;
  private final LocalRedis source;
  private final LocalRedis target;
  private final List<LocalRedis> others;

  private SlotMove(int slot, LocalRedis source, LocalRedis target, List<LocalRedis> others) {
    this.slot = slot;
    this.source = source;
    this.target = target;
    this.others = others;
  }

  /** Begins to move a slot. */
  static SlotMove begin(LocalRedisCluster cluster, int slot, Share share) {
    LocalRedis source =
        cluster.servers().stream().filter(server -> owns(server, slot)).findFirst().orElseThrow();
    LocalRedis target =
        cluster.servers().stream().filter(server -> server != source).findFirst().orElseThrow();
    List<LocalRedis> others = new ArrayList<>(cluster.servers());
    others.removeAll(List.of(source, target));
    SlotMove move = new SlotMove(slot, source, target, others);
    setSlot(target, slot, "IMPORTING", id(source));
    setSlot(source, slot, "MIGRATING", id(target));
    List<String> keys = move.keys(source);
    for (int i = 0; i < keys.size(); i++) {
      if (share == Share.ALL || (share == Share.HALF && i % 2 == 0)) {
        migrate(source, target, keys.get(i));
      }
    }
    return move;
  }

  LocalRedis source() {
    return source;
  }

  LocalRedis target() {
    return target;
  }

  /** Every key of the slot, where it is, and what it holds. */
  Map<String, String> dump() {
    Map<String, String> held = new TreeMap<>();
    for (LocalRedis server : List.of(source, target)) {
      try (RedisClient client = RedisClient.create(server.uri());
          var connection = client.connect(CODEC)) {
        for (String key : keys(server)) {
          // The target answers for a slot that is not its own yet only after this word.
          var unused = connection.async().dispatch(CommandType.ASKING, new StatusOutput<>(CODEC));
          byte[] value = connection.sync().dump(key.getBytes(StandardCharsets.UTF_8));
          held.put(key + " at " + server.node(), Base64.getEncoder().encodeToString(value));
        }
      }
    }
    return held;
  }

  /** Moves the rest, and tells all masters. */
  @Override
  public void close() {
    keys(source).forEach(key -> migrate(source, target, key));
    String owner = id(target);
    setSlot(target, slot, "NODE", owner);
    setSlot(source, slot, "NODE", owner);
    others.forEach(server -> setSlot(server, slot, "NODE", owner));
  }

  private List<String> keys(LocalRedis server) {
    String keys = server.command("CLUSTER", "GETKEYSINSLOT", Integer.toString(slot), "100000");
    return new ArrayList<>(keys.lines().filter(key -> !key.isEmpty()).sorted().toList());
  }

  private static void migrate(LocalRedis from, LocalRedis to, String key) {
    from.command("MIGRATE", "127.0.0.1", Integer.toString(to.port()), key, "0", "5000");
  }

  private static boolean owns(LocalRedis server, int slot) {
    return server
        .command("CLUSTER", "NODES")
        .lines()
        .filter(line -> line.contains("myself"))
        .flatMap(line -> List.of(line.split(" ", -1)).stream().skip(8))
        .filter(range -> !range.startsWith("["))
        .anyMatch(range -> contains(range, slot));
  }

  private static boolean contains(String range, int slot) {
    String[] ends = range.split("-", 2);
    return Integer.parseInt(ends[0]) <= slot && slot <= Integer.parseInt(ends[ends.length - 1]);
  }

  private static String id(LocalRedis server) {
    return server.command("CLUSTER", "MYID").strip();
  }

  private static void setSlot(LocalRedis server, int slot, String state, String node) {
    server.command("CLUSTER", "SETSLOT", Integer.toString(slot), state, node);
  }
}
