package io.factorial.engine.turn;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what modules contributed. */
public final class Closing {
  private static final Logger log = LoggerFactory.getLogger(Closing.class);

  private Closing() {}

  /**
   * Closes a resource; a failure is logged.
   *
   * @param closeable the resource
   */
  public static void quietly(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (Exception failed) {
      log.atWarn()
          .addKeyValue("resource", closeable.getClass().getName())
          .addKeyValue("error", failed.getMessage())
          .log("not closed cleanly");
    }
  }
}
