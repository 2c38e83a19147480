package io.factorial.bench.floor;

import io.factorial.bench.measure.Cpu;
import io.factorial.bench.measure.Measured;
import io.factorial.bench.site.Site;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The floor: the writes of a {@link Transcript}, one script for each, by bare Lettuce. There is no
 * engine, no queue and no rule beyond the comparison of the lease.
 */
public final class Floor implements AutoCloseable {
  private static final Duration SHUTDOWN = Duration.ofSeconds(2);
  private static final long LONGEST_MINUTES = 10;
  private static final byte[] FENCE = bytes("1");
  private static final byte[] NONCE = bytes("nonce-of-22-characters");

  private final Site site;
  private final List<Transcript.Step> steps;
  private final int turns;
  private final int owners;
  private final RedisClient client;
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final RedisAsyncCommands<byte[], byte[]> redis;
  private final String pickup;
  private final String step;
  private final String end;

  /**
   * Connects to the first server of a site.
   *
   * @param site the site, on Redis
   * @param uri its first server
   * @param transcript what a task writes
   * @param turns how many turns that are
   * @param owners between how many owners the tasks are shared
   */
  public Floor(Site site, RedisURI uri, Transcript transcript, int turns, int owners) {
    this.site = site;
    this.steps = transcript.steps();
    this.turns = turns;
    this.owners = owners;
    this.client = RedisClient.create(uri);
    this.connection = client.connect(ByteArrayCodec.INSTANCE);
    this.redis = connection.async();
    this.pickup = load("pickup");
    this.step = load("step");
    this.end = load("end");
  }

  private String load(String name) {
    try (InputStream file = Floor.class.getResourceAsStream(name + ".lua")) {
      if (file == null) {
        throw new IllegalStateException("script " + name + ": missing (expected: a resource)");
      }
      return connection.sync().scriptLoad(file.readAllBytes());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /**
   * Does the writes of a number of tasks.
   *
   * @param tasks how many
   * @param inFlight how many at once
   * @param input what a task starts from
   * @return what it took
   * @throws InterruptedException when the thread is interrupted
   */
  public Measured run(int tasks, int inFlight, byte[] input) throws InterruptedException {
    prepare(tasks, input);
    double worker = Cpu.ownMicros();
    double store = site.storeMicros();
    long written = site.writtenBytes();
    long began = System.nanoTime();
    new Chains(tasks).run(inFlight);
    double seconds = (System.nanoTime() - began) / 1e9;
    Measured measured =
        new Measured(
            (long) tasks * turns,
            seconds,
            Cpu.ownMicros() - worker,
            site.storeMicros() - store,
            site.writtenBytes() - written);
    check(tasks);
    site.clear("floor");
    return measured;
  }

  /** The tasks as an enqueue leaves them. */
  private void prepare(int tasks, byte[] input) throws InterruptedException {
    CountDownLatch left = new CountDownLatch(tasks * 3);
    for (int task = 0; task < tasks; task++) {
      byte[] id = id(task);
      redis
          .hset(key("t", task), bytes("status"), bytes("QUEUED"))
          .whenComplete((done, failed) -> left.countDown());
      redis
          .rpush(key("j", task), bytes("head"), input)
          .whenComplete((done, failed) -> left.countDown());
      redis.zadd(bytes("{floor:}line"), task, id).whenComplete((done, failed) -> left.countDown());
    }
    await(left);
  }

  private static void await(CountDownLatch left) throws InterruptedException {
    if (!left.await(LONGEST_MINUTES, TimeUnit.MINUTES)) {
      throw new IllegalStateException("floor: " + left.getCount() + " still to come");
    }
  }

  private void check(int tasks) {
    long ended = connection.sync().zcard(bytes("{floor:}ended"));
    if (ended != tasks) {
      throw new IllegalStateException("floor: " + ended + " ended (expected: " + tasks + ")");
    }
  }

  private static byte[] id(int task) {
    return bytes("0-" + "%022d".formatted(task));
  }

  private static byte[] key(String what, int task) {
    return bytes("{floor:}" + what + ":0-" + "%022d".formatted(task));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A chain of writes for each slot: the next task begins where one has ended. */
  private final class Chains {
    private final int tasks;
    private final AtomicInteger next = new AtomicInteger();
    private final CountDownLatch left;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Chains(int tasks) {
      this.tasks = tasks;
      this.left = new CountDownLatch(tasks);
    }

    void run(int inFlight) throws InterruptedException {
      for (int slot = 0; slot < inFlight; slot++) {
        begin();
      }
      await(left);
      Throwable failed = failure.get();
      if (failed != null) {
        throw new IllegalStateException("floor: failed", failed);
      }
    }

    private void begin() {
      int task = next.getAndIncrement();
      if (task >= tasks) {
        return;
      }
      byte[] events = bytes("{floor:}e:owner" + task % owners);
      byte[][] keys = {
        key("t", task), key("j", task), events, bytes("{floor:}line"), bytes("{floor:}w")
      };
      goOn(
          redis.<List<byte[]>>evalsha(
              pickup,
              ScriptOutputType.MULTI,
              keys,
              id(task),
              FENCE,
              NONCE,
              bytes("25:0-aaaaaaaaaaaaaaaaaaaaaa,5:bench,1:1,13:1700000000000,run_started,0,0,"),
              bytes("")),
          () -> write(task, events, 0));
    }

    private void goOn(CompletionStage<?> call, Runnable next) {
      var unused =
          call.whenComplete(
              (answer, failed) -> {
                if (failed != null || (answer instanceof byte[] said && said[0] == 's')) {
                  failure.set(failed == null ? new IllegalStateException("stale") : failed);
                  left.countDown();
                  begin();
                } else {
                  next.run();
                }
              });
    }

    private void write(int task, byte[] events, int number) {
      Transcript.Step write = steps.get(number);
      boolean last = number == steps.size() - 1;
      List<byte[]> args = new ArrayList<>();
      if (last) {
        args.add(id(task));
        args.add(write.output().getFirst());
      }
      args.addAll(
          Arrays.asList(
              FENCE,
              NONCE,
              bytes("op-of-22-characters-%03d".formatted(number)),
              bytes(Integer.toString(number)),
              bytes(write.usage()),
              write.state().bytes(),
              bytes(Integer.toString(write.entries().size())),
              bytes(Integer.toString(write.events().size())),
              bytes(Integer.toString(write.counters().size()))));
      args.addAll(write.entries());
      args.addAll(write.events());
      args.addAll(write.counters());
      byte[][] values = args.toArray(byte[][]::new);
      byte[] counters = bytes("{floor:}m");
      if (last) {
        byte[][] keys = {
          key("t", task),
          key("j", task),
          events,
          counters,
          bytes("{floor:}w"),
          bytes("{floor:}ended")
        };
        goOn(
            redis.<byte[]>evalsha(end, ScriptOutputType.VALUE, keys, values),
            () -> {
              left.countDown();
              begin();
            });
      } else {
        byte[][] keys = {key("t", task), key("j", task), events, counters};
        goOn(
            redis.<byte[]>evalsha(step, ScriptOutputType.VALUE, keys, values),
            () -> write(task, events, number + 1));
      }
    }
  }

  @Override
  public void close() {
    connection.close();
    client.shutdown(Duration.ZERO, SHUTDOWN);
  }
}
