package io.factorial.dashboard.http;

import io.factorial.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request that is not answered as it wished, as in RFC 9457. Thrown by handlers; the text is for
 * whoever made the request, and holds no more than they may know.
 */
public final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_VALUE = 100;

  private final int status;
  private final String code;
  private final transient Map<String, String> headers = new LinkedHashMap<>();
  private final transient Map<String, Json> more = new LinkedHashMap<>();

  private Problem(int status, String code, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
  }

  /**
   * Makes a problem.
   *
   * @param status the status
   * @param code its stable name
   * @param detail what is wrong here, and the way out
   * @return the problem
   */
  public static Problem of(int status, String code, String detail) {
    return new Problem(status, code, detail);
  }

  /**
   * A value that is not as it must be.
   *
   * @param thing the parameter or field
   * @param value what it was
   * @param expected what it may be
   * @return the problem, with status 400
   */
  public static Problem invalid(String thing, String value, String expected) {
    String shown = value.length() > LONGEST_VALUE ? value.substring(0, LONGEST_VALUE) + "…" : value;
    return of(400, "invalid_request", thing + ": " + shown + " (expected: " + expected + ")");
  }

  /**
   * A body that is not JSON.
   *
   * @return the problem, with status 415
   */
  public static Problem invalidType() {
    return of(415, "unsupported_media_type", "Content-Type: not JSON (expected: application/json)");
  }

  /**
   * Something that is not there, or is not the caller's to know.
   *
   * @param thing what was asked for
   * @return the problem, with status 404
   */
  public static Problem unknown(String thing) {
    return of(
        404, "not_found", thing + ": not found (expected: one that exists and has not expired)");
  }

  /**
   * Adds a header.
   *
   * @param name the header
   * @param value its value
   * @return this
   */
  public Problem header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /**
   * Adds a member to the document.
   *
   * @param name its name
   * @param value its value
   * @return this
   */
  public Problem with(String name, String value) {
    more.put(name, new Json.Str(value));
    return this;
  }

  /**
   * The status.
   *
   * @return 400 to 599
   */
  public int status() {
    return status;
  }

  /**
   * The stable name.
   *
   * @return a word in snake case
   */
  public String code() {
    return code;
  }

  /**
   * The response that tells of it.
   *
   * @param instance the path of the request
   * @return the response
   */
  public Response response(String instance) {
    byte[] document = document(instance).getBytes(StandardCharsets.UTF_8);
    Response response = Response.of(status, "application/problem+json", document);
    headers.forEach(response::header);
    return response;
  }

  String document(String instance) {
    Fields fields =
        Fields.make()
            .put("type", "about:blank")
            .put("title", Status.reason(status))
            .put("status", status)
            .put("detail", String.valueOf(getMessage()))
            .put("code", code)
            .put("instance", instance);
    more.forEach(fields::put);
    return fields.end().text();
  }
}
