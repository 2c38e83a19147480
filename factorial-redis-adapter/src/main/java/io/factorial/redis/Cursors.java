package io.factorial.redis;

import io.factorial.error.DecodingException;
import io.factorial.event.EventCursor;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * Places in the events of one or a few owners: for each a hash of its name, when its numbers began,
 * and a number. The numbers of an owner begin again once all its events have been forgotten; such a
 * cursor is then one of nothing that is kept.
 */
final class Cursors {
  private Cursors() {}

  /**
   * A place in an owner's events.
   *
   * @param epoch when the owner's numbers began, in milliseconds; 0 before the first event
   * @param number the event's number; 0 before the first
   */
  record Place(long epoch, long number) {
    static final Place BEGIN = new Place(0, 0);
  }

  static EventCursor write(Map<String, Place> places) {
    return new EventCursor(
        new TreeMap<>(places)
            .entrySet().stream()
                .map(
                    each ->
                        hash(each.getKey())
                            + "."
                            + Long.toString(each.getValue().epoch(), Character.MAX_RADIX)
                            + "."
                            + each.getValue().number())
                .collect(Collectors.joining("_")));
  }

  /** The place of one owner; before everything where the cursor is not of this owner. */
  static Place of(EventCursor cursor, String owner) {
    String hash = hash(owner);
    for (String part : cursor.value().split("_", -1)) {
      String[] words = part.split("\\.", -1);
      if (words.length == 3 && words[0].equals(hash)) {
        return parse(words, cursor);
      }
    }
    return new Place(-1, -1);
  }

  private static Place parse(String[] words, EventCursor cursor) {
    try {
      return new Place(Long.parseLong(words[1], Character.MAX_RADIX), Long.parseLong(words[2]));
    } catch (NumberFormatException malformed) {
      throw new DecodingException(
          "event cursor",
          cursor.value().length() + " characters (expected: the cursor of an event before)");
    }
  }

  private static String hash(String owner) {
    CRC32 crc = new CRC32();
    crc.update(owner.getBytes(StandardCharsets.UTF_8));
    return Long.toString(crc.getValue(), Character.MAX_RADIX);
  }
}
