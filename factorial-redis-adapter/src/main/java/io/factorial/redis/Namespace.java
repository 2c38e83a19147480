package io.factorial.redis;

import io.factorial.error.InvalidDefinitionException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What is fixed when a namespace is made: layout, number of partitions, and whether its time is a
 * test clock's.
 */
final class Namespace {
  /** The layout of keys that this version writes. */
  static final int LAYOUT = 1;

  private final RedisConfig config;
  private final boolean testClock;
  private final Partition root;

  Namespace(RedisConfig config, boolean testClock, Partition root) {
    this.config = config;
    this.testClock = testClock;
    this.root = root;
  }

  /**
   * Makes the namespace where it is new, alone among all processes, and refuses one that does not
   * fit.
   */
  void open(Consumer<Runnable> alone) {
    Map<String, String> known = read();
    if (known.isEmpty()) {
      alone.accept(this::make);
      known = read();
    }
    check("layout", known, LAYOUT, "a newer version of Factorial");
    check("partitions", known, config.partitions(), "the number with which it was made");
    check("testClock", known, testClock ? 1 : 0, "tests in a namespace of their own");
  }

  private void make() {
    if (!read().isEmpty()) {
      return;
    }
    IdentityHashMap<byte[], byte[]> values = new IdentityHashMap<>();
    values.put(bytes("layout"), bytes(LAYOUT));
    values.put(bytes("partitions"), bytes(config.partitions()));
    values.put(bytes("testClock"), bytes(testClock ? 1 : 0));
    root.ask("namespace", commands -> commands.hset(root.key("config"), values));
  }

  private Map<String, String> read() {
    Map<String, String> values = new HashMap<>();
    root.ask("namespace", commands -> commands.hgetall(root.key("config")))
        .forEach((name, value) -> values.put(Netstrings.text(name), Netstrings.text(value)));
    return values;
  }

  private void check(String what, Map<String, String> known, int wanted, String wayOut) {
    if (!Integer.toString(wanted).equals(known.get(what))) {
      throw InvalidDefinitionException.of(
          "redis namespace " + config.namespace() + ", " + what,
          known.get(what),
          wanted + "; " + wayOut);
    }
  }

  private static byte[] bytes(Object value) {
    return value.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
