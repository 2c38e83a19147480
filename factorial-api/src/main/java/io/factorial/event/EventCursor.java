package io.factorial.event;

import io.factorial.error.DecodingException;
import java.util.regex.Pattern;

/**
 * A place in an owner's events, from which a subscription can go on.
 *
 * @param value an opaque text of 1 to 256 visible ASCII characters, fit for an HTTP header such as
 *     {@code Last-Event-ID}
 */
public record EventCursor(String value) {

  private static final Pattern FORM = Pattern.compile("[!-~]{1,256}");

  /**
   * Checks the form.
   *
   * @throws DecodingException if the text cannot be a cursor
   */
  public EventCursor {
    if (!FORM.matcher(value).matches()) {
      throw new DecodingException(
          "event cursor",
          value.length() + " characters (expected: 1 to 256 visible ASCII characters)");
    }
  }

  /**
   * Reads a cursor that came from outside.
   *
   * @param text the text
   * @return the cursor
   * @throws DecodingException if the text cannot be a cursor
   */
  public static EventCursor parse(String text) {
    return new EventCursor(text);
  }

  /**
   * The cursor as text.
   *
   * @return the value
   */
  @Override
  public String toString() {
    return value;
  }
}
