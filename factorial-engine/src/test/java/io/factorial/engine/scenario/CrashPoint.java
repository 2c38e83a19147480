package io.factorial.engine.scenario;

import io.factorial.error.StoreException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Kills a worker's process at one of the calls that its runs make: nothing of the process reaches
 * the store any more, and no answer of the store reaches the process.
 */
final class CrashPoint implements Between {
  private static final Set<String> WRITES = Set.of("record", "commit", "enqueue");

  /** All that a run calls; a process beats and ticks besides, at times that no test decides. */
  private static final Set<String> CALLS =
      Set.of("record", "commit", "enqueue", "children", "acquire", "settle", "chunk");

  /** Where a process dies. */
  enum Side {
    /** The call does not arrive. */
    BEFORE,
    /** The call is made, and its answer is lost. */
    AFTER
  }

  private final int at;
  private final Side side;
  private final Set<String> counted;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean dead;

  private CrashPoint(int at, Side side, Set<String> counted) {
    this.at = at;
    this.side = side;
    this.counted = counted;
  }

  /**
   * A process that dies at its n-th write.
   *
   * @param at counted from 0; a fetch counts where it brings work
   */
  static CrashPoint atWrite(int at, Side side) {
    return new CrashPoint(at, side, WRITES);
  }

  /**
   * A process that dies at its n-th call of any port.
   *
   * @param at counted from 0; a fetch counts where it brings work
   */
  static CrashPoint atCall(int at, Side side) {
    return new CrashPoint(at, side, CALLS);
  }

  /** A process that lives on. */
  static CrashPoint never() {
    return atCall(Integer.MAX_VALUE, Side.BEFORE);
  }

  boolean isDead() {
    return dead;
  }

  @Override
  public Object pass(String method, Call next) throws Throwable {
    checkAlive();
    int call = counted.contains(method) ? calls.getAndIncrement() : -1;
    if (call == at && side == Side.BEFORE) {
      die();
    }
    Object answer = next.make();
    if (method.equals("fetch") && answer instanceof List<?> tasks && !tasks.isEmpty()) {
      call = calls.getAndIncrement();
    }
    if (call == at) {
      die();
    }
    checkAlive();
    return answer;
  }

  private void die() {
    dead = true;
    checkAlive();
  }

  /** Ends what still runs in the process once it is dead. */
  void checkAlive() {
    if (dead) {
      throw new StoreException("the process is dead", false);
    }
  }

  @Override
  public String toString() {
    return side + (counted.equals(WRITES) ? " write " : " call ") + at;
  }
}
