package io.factorial.dashboard.access;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down who did what: one log line each, under a name of its own, and the last 500 for the
 * pages. Never a token, a prompt or an argument. Thread-safe.
 */
public final class Audit {
  private static final Logger log = LoggerFactory.getLogger("io.factorial.audit");
  private static final int KEPT = 500;

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock(); // guards entries
  private final Deque<Entry> entries = new ArrayDeque<>();

  /**
   * Something that was done, or tried.
   *
   * @param at when
   * @param caller who
   * @param remote from which address
   * @param action the method and the route
   * @param subject what stood for the braces of the route
   * @param status how it was answered
   */
  public record Entry(
      Instant at,
      String caller,
      String remote,
      String action,
      Map<String, String> subject,
      int status) {
    /** Copies. */
    public Entry {
      subject = Map.copyOf(subject);
    }
  }

  /**
   * Starts without an entry.
   *
   * @param clock tells the time
   */
  public Audit(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Writes down an action.
   *
   * @param caller who
   * @param remote from which address
   * @param action the method and the route
   * @param subject what stood for the braces of the route
   * @param status how it was answered
   */
  public void note(
      String caller, String remote, String action, Map<String, String> subject, int status) {
    log.atInfo()
        .addKeyValue("caller", caller)
        .addKeyValue("remote", remote)
        .addKeyValue("action", action)
        .addKeyValue("subject", subject)
        .addKeyValue("status", status)
        .log("control plane called");
    Entry entry = new Entry(clock.instant(), caller, remote, action, subject, status);
    lock.lock();
    try {
      entries.addFirst(entry);
      if (entries.size() > KEPT) {
        entries.removeLast();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * What was done last.
   *
   * @return the newest first
   */
  public List<Entry> last() {
    lock.lock();
    try {
      return List.copyOf(entries);
    } finally {
      lock.unlock();
    }
  }
}
