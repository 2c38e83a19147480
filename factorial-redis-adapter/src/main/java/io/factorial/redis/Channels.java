package io.factorial.redis;

import io.factorial.error.StoreException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The channels that this process listens to: one connection to each server that sends signals,
 * whatever the number of channels. Messages may be lost; who listens looks by itself, too.
 * Thread-safe; listeners are called by the connection's thread, and must return quickly.
 */
final class Channels implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Channels.class);
  private static final long MOVED_CHECK_MILLIS = 500;

  private final Connections connections;
  private final boolean sharded;
  private final Duration timeout;
  private final Map<String, List<Consumer<byte[]>>> listeners = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock. */
  private final Map<String, StatefulRedisPubSubConnection<byte[], byte[]>> byServer =
      new HashMap<>();

  /** Repeats subscriptions that a server ended, since the slot moved to another one. */
  private final ScheduledExecutorService repairs =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("factorial-redis-channels").factory());

  Channels(Connections connections, boolean sharded, Duration timeout) {
    this.connections = connections;
    this.sharded = sharded;
    this.timeout = timeout;
  }

  /** Listens to a channel; the subscription is active when this returns. */
  AutoCloseable listen(String channel, Consumer<byte[]> listener) {
    lock.lock();
    try {
      List<Consumer<byte[]>> known = listeners.get(channel);
      if (known != null) {
        known.add(listener);
      } else {
        listeners.put(channel, new CopyOnWriteArrayList<>(List.of(listener)));
        subscribe(channel);
      }
    } finally {
      lock.unlock();
    }
    return () -> end(channel, listener);
  }

  private void end(String channel, Consumer<byte[]> listener) {
    lock.lock();
    try {
      List<Consumer<byte[]>> known = listeners.get(channel);
      if (known != null && known.remove(listener) && known.isEmpty()) {
        listeners.remove(channel);
        unsubscribe(channel);
      }
    } finally {
      lock.unlock();
    }
  }

  private void subscribe(String channel) {
    byte[] name = channel.getBytes(StandardCharsets.UTF_8);
    try {
      var commands = connection(channel).async();
      CompletableFuture<Void> done =
          (sharded ? commands.ssubscribe(name) : commands.subscribe(name)).toCompletableFuture();
      await(done);
    } catch (RuntimeException fault) {
      listeners.remove(channel);
      throw Faults.of("subscribe", fault);
    }
  }

  private void await(CompletableFuture<Void> done) {
    done.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  private void unsubscribe(String channel) {
    byte[] name = channel.getBytes(StandardCharsets.UTF_8);
    try {
      var commands = connection(channel).async();
      var unused = sharded ? commands.sunsubscribe(name) : commands.unsubscribe(name);
    } catch (RuntimeException fault) {
      log.atDebug().addKeyValue("channel", channel).setCause(fault).log("not unsubscribed");
    }
  }

  /** The connection to the server that sends the messages of a channel. */
  private StatefulRedisPubSubConnection<byte[], byte[]> connection(String channel) {
    // Without sharded channels every server of a cluster sends every message.
    RedisURI server = connections.serverOf(sharded ? channel : "");
    lock.lock();
    try {
      return byServer.computeIfAbsent(
          server.getHost() + ":" + server.getPort(), name -> connect(server));
    } finally {
      lock.unlock();
    }
  }

  private StatefulRedisPubSubConnection<byte[], byte[]> connect(RedisURI server) {
    StatefulRedisPubSubConnection<byte[], byte[]> connection = connections.signals(server);
    connection.addListener(new Ears());
    return connection;
  }

  private void hear(byte[] channel, byte[] message) {
    List<Consumer<byte[]>> known =
        listeners.getOrDefault(new String(channel, StandardCharsets.UTF_8), List.of());
    for (Consumer<byte[]> listener : known) {
      try {
        listener.accept(message);
      } catch (RuntimeException fault) {
        log.atWarn().setCause(fault).log("a listener to signals failed");
      }
    }
  }

  private void repair(String channel) {
    if (!listeners.containsKey(channel)) {
      return;
    }
    try {
      connections.refreshTopology();
      byte[] name = channel.getBytes(StandardCharsets.UTF_8);
      await(connection(channel).async().ssubscribe(name).toCompletableFuture());
    } catch (RuntimeException fault) {
      log.atWarn().addKeyValue("channel", channel).setCause(fault).log("channel still away");
      repairSoon(channel);
    }
  }

  private void repairSoon(String channel) {
    var unused = repairs.schedule(() -> repair(channel), MOVED_CHECK_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    repairs.shutdownNow();
    listeners.clear();
  }

  /** What the connections hear. */
  private final class Ears extends RedisPubSubAdapter<byte[], byte[]> {
    @Override
    public void message(byte[] channel, byte[] message) {
      hear(channel, message);
    }

    @Override
    public void smessage(byte[] channel, byte[] message) {
      hear(channel, message);
    }

    @Override
    public void sunsubscribed(byte[] channel, long count) {
      String name = new String(channel, StandardCharsets.UTF_8);
      if (listeners.containsKey(name) && !repairs.isShutdown()) {
        repairSoon(name);
      }
    }
  }

  /** Ends several subscriptions. */
  static void endAll(List<AutoCloseable> subscriptions) {
    for (AutoCloseable each : subscriptions) {
      try {
        each.close();
      } catch (StoreException fault) {
        log.atDebug().setCause(fault).log("not unsubscribed");
      } catch (Exception impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }
}
