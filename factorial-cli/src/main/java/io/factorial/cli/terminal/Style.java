package io.factorial.cli.terminal;

import java.util.List;

/**
 * How text looks on a terminal.
 *
 * @param colour whether colours may be used
 * @param symbols whether characters outside ASCII may be used
 */
public record Style(boolean colour, boolean symbols) {

  private static final List<String> DOTS =
      List.of("⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏");
  private static final List<String> BARS = List.of("-", "\\", "|", "/");

  /** All characters outside ASCII that a style uses. */
  static final String SYMBOLS = String.join("", DOTS) + "✓✗…·";

  /**
   * Text that stands out.
   *
   * @param text the text
   * @return the text, bold where colours may be used
   */
  public String bold(String text) {
    return painted("1", text);
  }

  /**
   * Text of less weight.
   *
   * @param text the text
   * @return the text, dim where colours may be used
   */
  public String dim(String text) {
    return painted("2", text);
  }

  /**
   * Text about a failure.
   *
   * @param text the text
   * @return the text, red where colours may be used
   */
  public String bad(String text) {
    return painted("31", text);
  }

  /**
   * Text about a success.
   *
   * @param text the text
   * @return the text, green where colours may be used
   */
  public String good(String text) {
    return painted("32", text);
  }

  /**
   * Text about something to notice.
   *
   * @param text the text
   * @return the text, yellow where colours may be used
   */
  public String notable(String text) {
    return painted("33", text);
  }

  /**
   * The mark of a success.
   *
   * @return a check mark or a word of the same meaning
   */
  public String done() {
    return good(symbols ? "✓" : "ok");
  }

  /**
   * The mark of a failure.
   *
   * @return a cross or a word of the same meaning
   */
  public String failed() {
    return bad(symbols ? "✗" : "failed:");
  }

  /**
   * The mark of something that was left out.
   *
   * @return an ellipsis
   */
  public String ellipsis() {
    return symbols ? "…" : "...";
  }

  String spinner(int frame) {
    List<String> frames = symbols ? DOTS : BARS;
    return frames.get(frame % frames.size());
  }

  private String painted(String code, String text) {
    return colour ? "\033[" + code + "m" + text + "\033[0m" : text;
  }
}
