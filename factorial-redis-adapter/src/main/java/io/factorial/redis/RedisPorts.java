package io.factorial.redis;

import io.factorial.task.TaskId;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.InstantSource;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** All ports on one namespace, and the connections under them. Whoever opens it closes it. */
final class RedisPorts implements AutoCloseable {
  private static final Pattern VERSION = Pattern.compile("redis_version:(\\d+)\\.");
  private static final int SHARDED_CHANNELS = 7;

  private final RedisConfig config;
  private final StoreTime time;
  private final Connections connections;
  private final Scripts scripts;
  private final Channels channels;
  private final RedissonLink redisson;
  private final RedisTaskQueue queue;
  private final RedisTaskStore store;
  private final RedisEventBus events;
  private final RedisModelLimits limits;
  private final Permits permits;

  RedisPorts(RedisConfig config) {
    this(config, null);
  }

  /** Opens the namespace; with a clock, one whose time is that of the clock. */
  RedisPorts(RedisConfig config, @Nullable InstantSource clock) {
    this.config = config;
    time = new StoreTime(clock);
    connections = new Connections(config);
    boolean sharded = connections.isCluster() && majorVersion() >= SHARDED_CHANNELS;
    scripts = new Scripts(connections.isCluster(), sharded, config.eventCap(), config.eventTtl());
    redisson = new RedissonLink(config);
    permits = new Permits(agent -> apart("agent:" + agent), this::isHeld);
    Partition root = partition(0, config.namespace());
    Partitions partitions = new Partitions(config.partitions(), this::partition);
    channels = new Channels(connections, sharded, config.commandTimeout());
    Workers workers = new Workers(partitions, permits, connections::heartbeats);
    queue =
        new RedisTaskQueue(
            partitions,
            permits,
            workers,
            new Settings(partitions, permits),
            new Calls(partitions, channels));
    store = new RedisTaskStore(partitions, time);
    events = new RedisEventBus(partitions, channels, time, config.eventTtl());
    RequestRates requests = clock == null ? redisson.requestRates() : RequestRates.BY_SCRIPT;
    limits = new RedisModelLimits(root, model -> apart("model:" + model), requests, clock == null);
    open(new Namespace(config, clock != null, root));
  }

  /** A namespace that is refused leaves no connection open. */
  private void open(Namespace namespace) {
    try {
      namespace.open(make -> makeAlone(time.isTestClock(), make));
    } catch (RuntimeException refused) {
      close();
      throw refused;
    }
  }

  RedisTaskQueue queue() {
    return queue;
  }

  RedisTaskStore store() {
    return store;
  }

  RedisEventBus events() {
    return events;
  }

  RedisModelLimits limits() {
    return limits;
  }

  @Override
  public void close() {
    events.close();
    channels.close();
    redisson.close();
    connections.close();
  }

  private boolean isHeld(TaskId id) {
    return store.task(id).filter(task -> task.worker() != null).isPresent();
  }

  private void makeAlone(boolean testClock, Runnable make) {
    if (testClock) {
      make.run();
    } else {
      redisson.alone("create", make);
    }
  }

  private Partition partition(int number) {
    return partition(number, Partitions.tag(config.namespace(), number, config.partitions()));
  }

  /** Keys that belong to no partition, under a tag of their own. */
  private Partition apart(String name) {
    return partition(
        Math.floorMod(name.hashCode(), config.partitions()), config.namespace() + ":" + name);
  }

  private Partition partition(int number, String tag) {
    RedisClusterAsyncCommands<byte[], byte[]> work = connections.work(number);
    return new Partition(number, tag, work, scripts, time, config.commandTimeout(), permits::free);
  }

  private int majorVersion() {
    String info = connections.work(0).info("server").toCompletableFuture().join();
    Matcher version = VERSION.matcher(info);
    return version.find() ? Integer.parseInt(version.group(1)) : 0;
  }
}
