package io.factorial.dashboard.http;

import java.util.ArrayList;
import java.util.List;

/**
 * The path of a request, decoded once, segment by segment.
 *
 * @param raw as it came
 * @param segments its parts between the slashes; the root has none
 */
public record Path(String raw, List<String> segments) {
  /** Copies. */
  public Path {
    segments = List.copyOf(segments);
  }

  /**
   * Decodes a path. What has more than one reading is refused: dots that climb, empty segments and
   * controls. A slash that came encoded stays within its segment.
   *
   * @param raw the path as it came, beginning with a slash
   * @return the path
   * @throws Problem when it is refused
   */
  public static Path parse(String raw) {
    if (!raw.startsWith("/") || raw.indexOf(';') >= 0) {
      throw refused();
    }
    List<String> segments = new ArrayList<>();
    int end = raw.length() > 1 && raw.endsWith("/") ? raw.length() - 1 : raw.length();
    String inner = raw.substring(1, end);
    if (!inner.isEmpty()) {
      for (String part : inner.split("/", -1)) {
        segments.add(segment(part));
      }
    }
    return new Path(raw, segments);
  }

  private static String segment(String part) {
    String decoded = PercentCode.decoded(part, false).orElseThrow(Path::refused);
    boolean ambiguous =
        decoded.isEmpty()
            || decoded.equals(".")
            || decoded.equals("..")
            || decoded.chars().anyMatch(Character::isISOControl);
    if (ambiguous) {
      throw refused();
    }
    return decoded;
  }

  private static Problem refused() {
    return Problem.of(
        400,
        "invalid_path",
        "path: not in its plain form (expected: segments of characters between slashes)");
  }

  /**
   * Whether it begins with a segment.
   *
   * @param first the segment
   * @return true if so
   */
  public boolean startsWith(String first) {
    return !segments.isEmpty() && segments.getFirst().equals(first);
  }
}
