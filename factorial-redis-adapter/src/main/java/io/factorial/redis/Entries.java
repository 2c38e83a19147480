package io.factorial.redis;

import io.factorial.error.DecodingException;
import io.factorial.port.Entry;
import io.factorial.port.Payload;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Journal entries as they are stored: {@code KIND TURN INDEX ATTEMPT}, a line feed, the payload.
 */
final class Entries {
  private Entries() {}

  static void add(Args args, List<Entry> entries) {
    args.add(entries.size());
    entries.forEach(entry -> args.add(encode(entry)));
  }

  static byte[] encode(Entry entry) {
    String head =
        letter(entry.kind())
            + " "
            + entry.turn()
            + " "
            + entry.index()
            + " "
            + entry.attempt()
            + "\n";
    byte[] first = head.getBytes(StandardCharsets.US_ASCII);
    byte[] payload = entry.payload().bytes();
    byte[] all = Arrays.copyOf(first, first.length + payload.length);
    System.arraycopy(payload, 0, all, first.length, payload.length);
    return all;
  }

  static Entry decode(byte[] stored) {
    int end = 0;
    while (stored[end] != '\n') {
      end++;
    }
    String[] words = new String(stored, 0, end, StandardCharsets.US_ASCII).split(" ", -1);
    Entry.Kind kind = kind(words[0]);
    Payload payload = Payload.of(Arrays.copyOfRange(stored, end + 1, stored.length));
    return new Entry(
        Integer.parseInt(words[1]),
        Integer.parseInt(words[2]),
        Integer.parseInt(words[3]),
        kind,
        payload);
  }

  static List<Entry> decode(Reply stored) {
    List<Entry> entries = new ArrayList<>(stored.size());
    for (int i = 0; i < stored.size(); i++) {
      entries.add(decode(stored.bytes(i)));
    }
    return entries;
  }

  private static String letter(Entry.Kind kind) {
    return switch (kind) {
      case INPUT -> "I";
      case COMPLETION -> "C";
      case CLAIM -> "L";
      case RESULT -> "R";
      case STEERING -> "S";
      case ANSWER -> "A";
      case NOTE -> "N";
      case OUTPUT -> "O";
      case TURN -> "T";
    };
  }

  private static Entry.Kind kind(String letter) {
    return switch (letter) {
      case "I" -> Entry.Kind.INPUT;
      case "C" -> Entry.Kind.COMPLETION;
      case "L" -> Entry.Kind.CLAIM;
      case "R" -> Entry.Kind.RESULT;
      case "S" -> Entry.Kind.STEERING;
      case "A" -> Entry.Kind.ANSWER;
      case "N" -> Entry.Kind.NOTE;
      case "O" -> Entry.Kind.OUTPUT;
      case "T" -> Entry.Kind.TURN;
      default ->
          throw new DecodingException(
              "journal entry", "kind " + letter + " (expected: one of this version)");
    };
  }
}
