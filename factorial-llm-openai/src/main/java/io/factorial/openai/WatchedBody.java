package io.factorial.openai;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer, closed from outside when it stalls: the JDK's request timeout ends with
 * the headers.
 *
 * <p>A virtual thread watches it and ends with {@link #close}. It closes the body and does not
 * interrupt the reader, so that an interrupt is always the caller's and is never swallowed. Only
 * the time in which a read waits counts, not the time that the caller takes between two reads.
 */
final class WatchedBody extends InputStream {

  private static final long NOT_WAITING = Long.MIN_VALUE;
  private static final long STALLED = NOT_WAITING + 1;

  private final InputStream body;
  private final Deadline deadline;
  private final Thread watch;

  /** Until when the read that waits may wait, as {@link System#nanoTime} counts. */
  private final AtomicLong waitingUntil = new AtomicLong(NOT_WAITING);

  private volatile long idleNanos;
  private volatile boolean closed;
  private volatile @Nullable String stalled;

  WatchedBody(InputStream body, Duration idle, Deadline deadline) {
    this.body = body;
    this.deadline = deadline;
    this.idleNanos = Deadline.nanos(idle);
    this.watch = Thread.ofVirtual().name("factorial-openai-watch").unstarted(this::watch);
    watch.start();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    refuseStalled();
    waitingUntil.set(System.nanoTime() + deadline.nanosLeft(idleNanos));
    try {
      int read = body.read(bytes, offset, length);
      refuseStalled();
      return read;
    } catch (IOException broken) {
      refuseStalled();
      throw broken;
    } finally {
      waitingUntil.set(NOT_WAITING);
    }
  }

  /**
   * Reads to the end what is of no more interest, so that the connection can be used again, but for
   * a short time only: some servers keep a stream open after its last event.
   */
  void drain(Duration atMost) {
    Deadline end = Deadline.in(atMost);
    byte[] nothing = new byte[1024];
    try {
      do {
        idleNanos = Math.max(end.nanosLeft(Long.MAX_VALUE / 4), 0);
        LockSupport.unpark(watch);
      } while (read(nothing, 0, nothing.length) >= 0);
    } catch (IOException notReusable) {
      // The answer is complete; only the connection is lost.
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    LockSupport.unpark(watch);
    body.close();
  }

  private void refuseStalled() throws StalledException {
    String reason = stalled;
    if (reason != null) {
      throw new StalledException(reason);
    }
  }

  private void watch() {
    while (!closed) {
      long until = waitingUntil.get();
      long left = until == NOT_WAITING ? pause() : until - System.nanoTime();
      if (left > 0) {
        LockSupport.parkNanos(this, left);
      } else if (waitingUntil.compareAndSet(until, STALLED)) {
        stop();
        return;
      }
    }
  }

  /** How long to look away while nobody reads: no read that begins later stalls before that. */
  private long pause() {
    return Math.max(deadline.nanosLeft(idleNanos), 1_000_000);
  }

  private void stop() {
    stalled =
        deadline.nanosLeft(Long.MAX_VALUE) <= 0
            ? deadline + " is over"
            : "no further piece of the answer for " + Duration.ofNanos(idleNanos);
    try {
      body.close();
    } catch (IOException alreadyBroken) {
      // The reader hears of the stall.
    }
  }
}
