package io.factorial.inmemory;

import io.factorial.error.DecodingException;
import io.factorial.task.TaskId;
import java.time.Instant;

/** Reads the cursors of lists, which may come from outside. */
final class Cursors {
  private Cursors() {}

  static String[] parts(String cursor, int number) {
    String[] parts = cursor.split("_", number);
    if (parts.length != number) {
      throw malformed(cursor);
    }
    return parts;
  }

  static Instant instant(String cursor, String millis) {
    try {
      return Instant.ofEpochMilli(Long.parseLong(millis));
    } catch (NumberFormatException notANumber) {
      throw malformed(cursor);
    }
  }

  static TaskId task(String id) {
    return TaskId.parse(id);
  }

  private static DecodingException malformed(String cursor) {
    return new DecodingException(
        "list cursor", cursor.length() + " characters (expected: the next of a page before)");
  }
}
