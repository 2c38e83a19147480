package io.factorial.engine.scenario;

import io.factorial.error.StoreException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Kills a worker's process at one of its writes: nothing of the process reaches the store any more,
 * and no answer of the store reaches the process.
 */
final class CrashPoint implements Between {
  private static final Set<String> WRITES = Set.of("record", "commit", "enqueue");

  /** Where a process dies. */
  enum Side {
    /** The write does not arrive. */
    BEFORE,
    /** The write stands, and its answer is lost. */
    AFTER
  }

  private final int at;
  private final Side side;
  private final AtomicInteger writes = new AtomicInteger();
  private volatile boolean dead;

  /**
   * A process that dies at its n-th write.
   *
   * @param at counted from 0; fetching work counts as a write
   */
  CrashPoint(int at, Side side) {
    this.at = at;
    this.side = side;
  }

  /** A process that lives on. */
  static CrashPoint never() {
    return new CrashPoint(Integer.MAX_VALUE, Side.BEFORE);
  }

  boolean isDead() {
    return dead;
  }

  @Override
  public Object pass(String method, Call next) throws Throwable {
    checkAlive();
    int write = WRITES.contains(method) ? writes.getAndIncrement() : -1;
    if (write == at && side == Side.BEFORE) {
      die();
    }
    Object answer = next.make();
    if (method.equals("fetch") && answer instanceof List<?> tasks && !tasks.isEmpty()) {
      write = writes.getAndIncrement();
    }
    if (write == at) {
      die();
    }
    checkAlive();
    return answer;
  }

  private void die() {
    dead = true;
    checkAlive();
  }

  private void checkAlive() {
    if (dead) {
      throw new StoreException("the process is dead", false);
    }
  }

  @Override
  public String toString() {
    return side + " write " + at;
  }
}
