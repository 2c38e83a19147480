package io.factorial.redis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Values of any bytes, one after the other: each its length in decimal digits, a colon, and its
 * bytes. Scripts read and write the same form.
 *
 * @see "Bernstein, Netstrings, 1997"
 */
final class Netstrings {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Netstrings add(byte[] value) {
    out.writeBytes((value.length + ":").getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(value);
    return this;
  }

  Netstrings add(String value) {
    return add(value.getBytes(StandardCharsets.UTF_8));
  }

  Netstrings add(long value) {
    return add(Long.toString(value));
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  static List<byte[]> read(byte[] joined) {
    List<byte[]> values = new ArrayList<>();
    int at = 0;
    while (at < joined.length) {
      int length = 0;
      while (joined[at] != ':') {
        length = length * 10 + joined[at] - '0';
        at++;
      }
      values.add(Arrays.copyOfRange(joined, at + 1, at + 1 + length));
      at += 1 + length;
    }
    return values;
  }

  static List<String> texts(byte[] joined) {
    return read(joined).stream().map(Netstrings::text).toList();
  }

  static String text(byte[] value) {
    return new String(value, StandardCharsets.UTF_8);
  }
}
