package io.factorial.cli.terminal;

import io.factorial.json.Json;
import java.time.Duration;
import java.util.regex.Pattern;

/** Texts in the form in which a command prints them. */
public final class Text {

  /** What a model or a file says must not steer the terminal. */
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

  private static final int ASCII_END = 128;

  private Text() {}

  /**
   * A text on one line, without anything that a terminal would obey.
   *
   * @param text the text
   * @return the line
   */
  public static String plain(String text) {
    return CONTROL.matcher(text).replaceAll(" ").strip();
  }

  /**
   * A text on one line that is cut where it is longer.
   *
   * @param text the text
   * @param longest how many characters it may have, more than 3
   * @return the line, with three dots where something is left out
   */
  public static String plain(String text, int longest) {
    String line = plain(text);
    if (line.codePointCount(0, line.length()) <= longest) {
      return line;
    }
    return line.substring(0, line.offsetByCodePoints(0, longest - 3)) + "...";
  }

  /**
   * A value of a model or tool, for a person: a text as it is, everything else as JSON.
   *
   * @param value the value
   * @return the text
   */
  public static String of(Json value) {
    return value instanceof Json.Str text ? text.value() : value.text();
  }

  /**
   * JSON that survives any character set of a terminal.
   *
   * @param value the value
   * @return its text, in which characters outside ASCII are escaped
   */
  public static String ascii(Json value) {
    StringBuilder text = new StringBuilder();
    for (char letter : value.text().toCharArray()) {
      if (letter < ASCII_END) {
        text.append(letter);
      } else {
        text.append("\\u%04x".formatted((int) letter));
      }
    }
    return text.toString();
  }

  /**
   * A length of time in its largest units.
   *
   * @param time the time
   * @return for example {@code 3d 4h}, {@code 2m 5s}, {@code 0.4s}
   */
  public static String of(Duration time) {
    if (time.toDays() > 0) {
      return time.toDays() + "d " + time.toHoursPart() + "h";
    }
    if (time.toHours() > 0) {
      return time.toHours() + "h " + time.toMinutesPart() + "m";
    }
    if (time.toMinutes() > 0) {
      return time.toMinutes() + "m " + time.toSecondsPart() + "s";
    }
    return Math.max(0, time.toSeconds()) + "." + Math.max(0, time.toMillisPart() / 100) + "s";
  }
}
