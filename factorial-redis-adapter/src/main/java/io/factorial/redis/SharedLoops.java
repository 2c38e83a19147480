package io.factorial.redis;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.DefaultEventLoopGroupProvider;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The threads under the connections of a process: one set for work and signals, and one for
 * heartbeats, so that nothing keeps these waiting. Each is made at the first use, shared by all who
 * use it, and ended by the last who closes it. Thread-safe.
 */
final class SharedLoops {
  static final SharedLoops WORK = new SharedLoops(4);
  static final SharedLoops HEARTBEATS = new SharedLoops(2);

  private static final Duration SHUTDOWN = Duration.ofSeconds(2);

  private final int threads;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private int users;
  private @Nullable Loops loops;

  private SharedLoops(int threads) {
    this.threads = threads;
  }

  /** Whoever opens it closes it, once. */
  ClientResources open() {
    lock.lock();
    try {
      if (loops == null) {
        loops = new Loops(threads);
      }
      users++;
      return loops.resources;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      users--;
      if (users == 0 && loops != null) {
        loops.end();
        loops = null;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Resources whose event loops outlive the clients that use them. */
  private static final class Loops {
    private final KeptGroups groups;
    private final ClientResources resources;

    Loops(int threads) {
      groups = new KeptGroups(threads);
      resources =
          DefaultClientResources.builder()
              .eventLoopGroupProvider(groups)
              .computationThreadPoolSize(2)
              .build();
    }

    void end() {
      await(groups.shutdown(0, SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS));
      await(resources.shutdown(0, SHUTDOWN.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static void await(io.netty.util.concurrent.Future<Boolean> ended) {
      ended.awaitUninterruptibly(SHUTDOWN.toMillis());
    }
  }

  /** Groups of threads that no client ends. */
  private static final class KeptGroups extends DefaultEventLoopGroupProvider {
    KeptGroups(int threads) {
      super(threads);
    }

    @Override
    public Promise<Boolean> release(
        EventExecutorGroup group, long quietPeriod, long timeout, TimeUnit unit) {
      return new DefaultPromise<Boolean>(ImmediateEventExecutor.INSTANCE).setSuccess(true);
    }
  }
}
