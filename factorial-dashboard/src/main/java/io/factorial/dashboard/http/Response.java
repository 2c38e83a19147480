package io.factorial.dashboard.http;

import io.factorial.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** A response in the making. For one thread. */
public final class Response {
  private final int status;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final Body body;

  /** What a response carries. */
  public sealed interface Body {}

  /**
   * Bytes that are there.
   *
   * @param content the bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // neither compared nor kept
  public record Bytes(byte[] content) implements Body {}

  /**
   * Bytes that come over time.
   *
   * @param writer writes them
   */
  public record Stream(Writer writer) implements Body {}

  /** Writes a body over time. */
  @FunctionalInterface
  public interface Writer {
    /**
     * Writes until there is nothing more to say.
     *
     * @param out where to
     * @throws IOException when the peer is gone
     * @throws InterruptedException when it is to end
     */
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  private Response(int status, Body body) {
    this.status = status;
    this.body = body;
  }

  /**
   * A response of bytes.
   *
   * @param status the status
   * @param type the media type
   * @param content the bytes
   * @return the response
   */
  public static Response of(int status, String type, byte[] content) {
    return new Response(status, new Bytes(content)).type(type);
  }

  /**
   * A response of JSON.
   *
   * @param status the status
   * @param json the document
   * @return the response
   */
  public static Response json(int status, Json json) {
    return of(status, "application/json", json.text().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The response 200 of JSON.
   *
   * @param json the document
   * @return the response
   */
  public static Response ok(Json json) {
    return json(200, json);
  }

  /**
   * A response without a body.
   *
   * @param status the status
   * @return the response
   */
  public static Response empty(int status) {
    return new Response(status, new Bytes(new byte[0]));
  }

  /**
   * A response that is written over time.
   *
   * @param type the media type
   * @param writer writes it
   * @return the response, with status 200
   */
  public static Response stream(String type, Writer writer) {
    return new Response(200, new Stream(writer)).type(type);
  }

  /**
   * Sets a header.
   *
   * @param name the header
   * @param value its value
   * @return this
   */
  public Response header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /**
   * Sets a header where it is not set.
   *
   * @param name the header
   * @param value its value
   * @return this
   */
  public Response headerIfAbsent(String name, String value) {
    headers.putIfAbsent(name, value);
    return this;
  }

  /**
   * Sets the media type.
   *
   * @param type the type
   * @return this
   */
  public Response type(String type) {
    return header("Content-Type", type);
  }

  /**
   * The status.
   *
   * @return 200 to 599
   */
  public int status() {
    return status;
  }

  /**
   * The headers.
   *
   * @return by name
   */
  public Map<String, String> headers() {
    return headers;
  }

  /**
   * The body.
   *
   * @return bytes or a stream
   */
  public Body body() {
    return body;
  }
}
