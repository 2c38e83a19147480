package io.factorial.inmemory;

import io.factorial.llm.ModelName;
import io.factorial.port.Estimate;
import io.factorial.port.Grant;
import io.factorial.port.ModelLimits;
import io.factorial.port.Rates;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The limits of models, for all threads of this process. */
final class InMemoryModelLimits implements ModelLimits {
  private static final Duration LONGEST_PAUSE = Duration.ofDays(365);

  private final InstantSource clock;

  /** Guards the rates; held for moments only. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private final Map<ModelName, ModelRate> rates = new HashMap<>();

  InMemoryModelLimits(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Grant acquire(ModelName model, Estimate need, Duration maxWait)
      throws InterruptedException {
    long tokens = sum(need.inputTokens(), need.outputTokens());
    long left = TimeUnit.NANOSECONDS.convert(maxWait);
    lock.lockInterruptibly();
    try {
      while (true) {
        ModelRate rate = rates.get(model);
        Instant now = now();
        Duration wait = rate == null ? Duration.ZERO : rate.untilFree(tokens, now);
        if (wait.isZero()) {
          return new Grant.Granted(model, rate == null ? tokens : rate.take(tokens, now));
        }
        long nanos = TimeUnit.NANOSECONDS.convert(wait);
        if (nanos > left) {
          return new Grant.Later(wait);
        }
        left -= nanos - changed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void settle(Grant.Granted grant, long tokens) {
    lock.lock();
    try {
      ModelRate rate = rates.get(grant.model());
      if (rate != null) {
        rate.settle(grant.taken(), tokens, now());
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void pause(ModelName model, Duration time) {
    Duration bounded = time.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : time;
    lock.lock();
    try {
      rate(model).pause(now().plus(bounded));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void configure(ModelName model, Rates limits) {
    lock.lock();
    try {
      rate(model).configure(limits, now());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Map<ModelName, Rates> rates() {
    lock.lock();
    try {
      Map<ModelName, Rates> configured = new HashMap<>();
      rates.forEach(
          (model, rate) -> rate.configured().ifPresent(limits -> configured.put(model, limits)));
      return Map.copyOf(configured);
    } finally {
      lock.unlock();
    }
  }

  private ModelRate rate(ModelName model) {
    return rates.computeIfAbsent(model, name -> new ModelRate());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static long sum(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }
}
