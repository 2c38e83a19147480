package io.factorial.dashboard.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Percent-encoded text. */
final class PercentCode {
  private static final int HEX = 16;

  private PercentCode() {}

  /** Decodes; empty when an escape is cut short or the bytes are no UTF-8. */
  static Optional<String> decoded(String text, boolean plusIsSpace) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '%') {
        boolean whole = i + 2 < bytes.length;
        int high = whole ? Character.digit(bytes[i + 1], HEX) : -1;
        int low = whole ? Character.digit(bytes[i + 2], HEX) : -1;
        if (high < 0 || low < 0) {
          return Optional.empty();
        }
        out.write(high * HEX + low);
        i += 2;
      } else {
        out.write(bytes[i] == '+' && plusIsSpace ? ' ' : bytes[i]);
      }
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(out.toByteArray()))
              .toString());
    } catch (CharacterCodingException noText) {
      return Optional.empty();
    }
  }
}
