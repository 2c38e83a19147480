package io.factorial.engine.journal;

import io.factorial.engine.json.JsonBytes;
import io.factorial.error.DecodingException;
import io.factorial.json.Json;
import io.factorial.port.Payload;
import java.nio.charset.StandardCharsets;

/** The engine's codec: a version byte, then JSON in UTF-8. */
public final class Payloads {
  private static final byte VERSION = 1;

  private Payloads() {}

  /**
   * Encodes JSON.
   *
   * @param json the tree
   * @return its stored form
   */
  public static Payload of(Json json) {
    return Payload.of(JsonBytes.of(VERSION, json));
  }

  /**
   * Encodes the body of an event.
   *
   * @param event the event, without its header
   * @param header the component that is left out
   * @return its stored form
   */
  static Payload of(Record event, String header) {
    return Payload.of(JsonBytes.without(VERSION, event, header));
  }

  /**
   * Encodes a record.
   *
   * @param whole the record
   * @return its stored form
   */
  public static Payload ofRecord(Record whole) {
    return Payload.of(JsonBytes.of(VERSION, whole));
  }

  /**
   * Decodes JSON.
   *
   * @param payload the stored form
   * @return the tree
   * @throws DecodingException when the version is not known or the text is no JSON
   */
  public static Json json(Payload payload) {
    byte[] bytes = payload.bytes();
    if (bytes.length == 0 || bytes[0] != VERSION) {
      throw new DecodingException(
          "payload",
          "version "
              + (bytes.length == 0 ? "none" : bytes[0])
              + " (expected: "
              + VERSION
              + "; a newer Factorial may have written it)");
    }
    return Json.parse(new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8));
  }

  /**
   * Encodes the content of an entry.
   *
   * @param content the content
   * @return its stored form
   */
  public static Payload of(Content content) {
    return Payload.of(JsonBytes.of(VERSION, content));
  }

  /**
   * Decodes the content of an entry.
   *
   * @param payload the stored form
   * @return the content
   * @throws DecodingException when it is none
   */
  public static Content content(Payload payload) {
    return json(payload).as(Content.class);
  }
}
