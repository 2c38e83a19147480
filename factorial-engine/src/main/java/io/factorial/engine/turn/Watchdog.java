package io.factorial.engine.turn;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Ends work whose time is up. Nearly all work ends long before, so that to begin and to end it
 * costs two changes of a set; only the watchdog's own thread looks at the times.
 */
final class Watchdog {
  /** One for the process: its daemon thread starts with the first work. */
  static final Watchdog SHARED = new Watchdog();

  /** When nothing is watched it looks rarely: work that begins wakes it if it has to be earlier. */
  private static final long IDLE_NANOS = 60_000_000_000L;

  private final Set<Interruption> watched = ConcurrentHashMap.newKeySet();
  private final ReentrantLock starting = new ReentrantLock(); // guards the start of the thread
  private final AtomicLong nextLook = new AtomicLong();
  private volatile @Nullable Thread thread;

  private Watchdog() {}

  void watch(Interruption work) {
    watched.add(work);
    Thread looking = thread;
    if (looking == null) {
      looking = start();
    }
    long now = System.nanoTime();
    if (work.leftNanos(now) - (nextLook.get() - now) < 0) {
      LockSupport.unpark(looking);
    }
  }

  void forget(Interruption work) {
    watched.remove(work);
  }

  private Thread start() {
    starting.lock();
    try {
      Thread looking = thread;
      if (looking == null) {
        nextLook.set(System.nanoTime());
        looking =
            Thread.ofPlatform().daemon().name("factorial-watchdog").unstarted(this::lookForEver);
        thread = looking;
        looking.start();
      }
      return looking;
    } finally {
      starting.unlock();
    }
  }

  private void lookForEver() {
    while (true) {
      LockSupport.parkNanos(this, look());
    }
  }

  /** Ends what has had its time, and says how long nothing else will have. */
  private long look() {
    // Work that begins during this look may be missed by it, and has to ask for another.
    nextLook.set(System.nanoTime() + IDLE_NANOS);
    long least = IDLE_NANOS;
    long now = System.nanoTime();
    for (Interruption work : watched) {
      long left = work.leftNanos(now);
      if (left > 0) {
        least = Math.min(least, left);
      } else if (!work.isAsked()) {
        // It is forgotten by its own thread, which may take a while to notice.
        work.end(Interruption.Cause.TIME);
      }
    }
    nextLook.set(now + least);
    return least;
  }
}
