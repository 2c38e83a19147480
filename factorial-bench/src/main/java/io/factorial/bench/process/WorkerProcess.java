package io.factorial.bench.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A worker in a JVM of its own, and what it tells: each call of its model, each interrupted one,
 * how many tasks have ended. Times are those of {@link System#nanoTime}, which processes of one
 * machine share on Linux.
 */
public final class WorkerProcess implements AutoCloseable {
  private static final long LONGEST_SECONDS = 120;

  private final ChildJvm jvm;
  private final BlockingQueue<Long> called = new LinkedBlockingQueue<>();
  private final BlockingQueue<Long> interrupted = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> states = new LinkedBlockingQueue<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();

  private WorkerProcess(ChildJvm jvm) {
    this.jvm = jvm;
    Thread.ofPlatform().daemon().name("worker-process").start(this::listen);
  }

  /**
   * Starts a worker, and waits until it is ready to begin.
   *
   * @param options what it does
   * @param javaOptions options of its JVM
   * @return the worker, which waits for {@link #begin}
   * @throws InterruptedException when the thread is interrupted
   */
  public static WorkerProcess start(WorkerOptions options, String... javaOptions)
      throws InterruptedException {
    List<String> all = new ArrayList<>(List.of(javaOptions));
    WorkerProcess worker =
        new WorkerProcess(ChildJvm.start(WorkerMain.class, all, options.arguments()));
    worker.await("ready");
    return worker;
  }

  private void listen() {
    try {
      while (true) {
        String[] words = jvm.line().split(" ", -1);
        switch (words[0]) {
          case "called" -> {
            calls.incrementAndGet();
            called.add(Long.valueOf(words[1]));
          }
          case "interrupted" -> interrupted.add(Long.valueOf(words[1]));
          case "ended" -> ended.set(Integer.parseInt(words[1]));
          default -> states.add(words[0]);
        }
      }
    } catch (IllegalStateException over) {
      states.add("over");
    }
  }

  private void await(String state) throws InterruptedException {
    String next = states.poll(LONGEST_SECONDS, TimeUnit.SECONDS);
    if (!state.equals(next)) {
      throw new IllegalStateException("worker process: " + next + " (expected: " + state + ")");
    }
  }

  /**
   * Lets it work.
   *
   * @throws InterruptedException when the thread is interrupted
   */
  public void begin() throws InterruptedException {
    jvm.tell("begin");
    await("begun");
  }

  /**
   * Waits for a call of its model.
   *
   * @return when it came
   * @throws InterruptedException when the thread is interrupted
   */
  public long awaitCall() throws InterruptedException {
    return next(called, "call");
  }

  /**
   * Waits for the interrupt of a call of its model.
   *
   * @return when it came
   * @throws InterruptedException when the thread is interrupted
   */
  public long awaitInterrupt() throws InterruptedException {
    return next(interrupted, "interrupt");
  }

  private static long next(BlockingQueue<Long> times, String what) throws InterruptedException {
    Long time = times.poll(LONGEST_SECONDS, TimeUnit.SECONDS);
    if (time == null) {
      throw new IllegalStateException("worker process: no " + what + " (expected: one)");
    }
    return time;
  }

  /**
   * How often its model was called.
   *
   * @return the number of calls so far
   */
  public int calls() {
    return calls.get();
  }

  /**
   * How many tasks it ended.
   *
   * @return as it told last
   */
  public int ended() {
    return ended.get();
  }

  /**
   * The processor time that it took so far.
   *
   * @return microseconds
   */
  public double cpuMicros() {
    return jvm.cpuMicros();
  }

  /**
   * Its memory.
   *
   * @return bytes that are resident
   */
  public long residentBytes() {
    return jvm.residentBytes();
  }

  /** Ends it as by {@code kill -9}. */
  public void kill() {
    jvm.kill();
  }

  @Override
  public void close() {
    jvm.close();
  }
}
