package io.factorial.dashboard.access;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The sessions of browsers, in this process: at most 1,000, for twelve hours each. Thread-safe. */
public final class Sessions {
  private static final Duration LENGTH = Duration.ofHours(12);
  private static final int MOST = 1_000;
  private static final int RANDOM_BYTES = 32;

  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final ReentrantLock lock = new ReentrantLock(); // guards sessions

  /** By digest of the id, the oldest first: who reads this table cannot take a session over. */
  private final LinkedHashMap<String, Session> sessions = new LinkedHashMap<>();

  /**
   * A session.
   *
   * @param name whose token opened it
   * @param operates whether it may change things
   * @param owner the only owner that it knows of; empty for all
   * @param csrf what each change must bring along
   * @param until when it ends
   */
  public record Session(
      String name, boolean operates, Optional<String> owner, String csrf, Instant until) {
    /** Without what proves it. */
    @Override
    public String toString() {
      return "Session[name=" + name + ", until=" + until + "]";
    }
  }

  /** A session that was opened, and the id that the browser keeps. */
  record Opened(String id, Session session) {}

  Sessions(InstantSource clock) {
    this.clock = clock;
  }

  Opened open(Tokens.Key key) {
    String id = random();
    Session session =
        new Session(
            key.name(), key.operates(), key.owner(), random(), clock.instant().plus(LENGTH));
    lock.lock();
    try {
      forgetOld();
      sessions.put(digest(id), session);
    } finally {
      lock.unlock();
    }
    return new Opened(id, session);
  }

  private void forgetOld() {
    Instant now = clock.instant();
    Iterator<Map.Entry<String, Session>> oldest = sessions.entrySet().iterator();
    while (oldest.hasNext()) {
      if (oldest.next().getValue().until().isAfter(now) && sessions.size() < MOST) {
        return;
      }
      oldest.remove();
    }
  }

  Optional<Session> find(String id) {
    lock.lock();
    try {
      return Optional.ofNullable(sessions.get(digest(id)))
          .filter(session -> session.until().isAfter(clock.instant()));
    } finally {
      lock.unlock();
    }
  }

  void close(String id) {
    lock.lock();
    try {
      sessions.remove(digest(id));
    } finally {
      lock.unlock();
    }
  }

  private static String digest(String id) {
    return HexFormat.of().formatHex(Tokens.digest(id));
  }

  private String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
