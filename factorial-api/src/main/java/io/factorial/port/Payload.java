package io.factorial.port;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Opaque, immutable bytes of the engine's codec. A store keeps and returns them unchanged, whatever
 * they hold. Thread-safe.
 */
public final class Payload {
  /** The payload of no bytes. */
  public static final Payload EMPTY = new Payload(new byte[0]);

  private final byte[] bytes;

  private Payload(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Makes a payload of a copy of the bytes.
   *
   * @param bytes what to hold
   * @return the payload
   */
  public static Payload of(byte[] bytes) {
    return bytes.length == 0 ? EMPTY : new Payload(bytes.clone());
  }

  /**
   * Makes a payload of a text's UTF-8 bytes.
   *
   * @param text what to hold
   * @return the payload
   */
  public static Payload utf8(String text) {
    return text.isEmpty() ? EMPTY : new Payload(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The bytes, as a copy.
   *
   * @return a fresh array
   */
  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * The bytes read as UTF-8.
   *
   * @return the text
   */
  public String utf8() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /**
   * How many bytes these are.
   *
   * @return the number of bytes, 0 or more
   */
  public int size() {
    return bytes.length;
  }

  /**
   * Whether there is no byte.
   *
   * @return true for no bytes
   */
  public boolean isEmpty() {
    return bytes.length == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Says only the size: a payload may hold prompts. */
  @Override
  public String toString() {
    return "Payload[" + bytes.length + " bytes]";
  }
}
