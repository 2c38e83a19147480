package io.factorial.dashboard.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The tokens of the stylesheet can be read in both themes: text at 4.5:1, bars and borders at 3:1.
 */
final class ContrastTest {
  private static final double TEXT = 4.5;
  private static final double GRAPHICS = 3;
  private static final double LOUD = 0.12; // how much of a status is in its ground
  private static final double REASON = 0.10; // the same in the bar on top of a task

  private static final Pattern TOKEN =
      Pattern.compile("--([\\w-]+): light-dark\\(#([0-9a-f]{6}), #([0-9a-f]{6})\\);");

  private static final List<String> GROUNDS =
      List.of("bg", "surface", "sunken", "hover", "selected");
  private static final List<String> STATUSES =
      List.of(
          "s-queued",
          "s-processing",
          "s-active",
          "s-backoff",
          "s-tools",
          "s-children",
          "s-paused",
          "s-completed",
          "s-failed",
          "s-cancelled");

  private final Map<String, int[][]> tokens = new LinkedHashMap<>();

  enum Theme {
    LIGHT(0),
    DARK(1);

    private final int place;

    Theme(int place) {
      this.place = place;
    }
  }

  @BeforeEach
  void read() throws IOException {
    try (InputStream css =
        ContrastTest.class.getResourceAsStream("/io/factorial/dashboard/web/factorial.css")) {
      String text = new String(Objects.requireNonNull(css).readAllBytes(), StandardCharsets.UTF_8);
      Matcher token = TOKEN.matcher(text);
      while (token.find()) {
        tokens.put(token.group(1), new int[][] {rgb(token.group(2)), rgb(token.group(3))});
      }
    }
    assertThat(tokens).hasSizeGreaterThan(30);
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void textIsReadOnEveryGround(Theme theme) {
    for (String text : List.of("text", "text-2", "text-3", "accent", "danger")) {
      for (String ground : GROUNDS) {
        holds(text, color(text, theme), ground, color(ground, theme), TEXT);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void statusesAreReadOnEveryGroundAndOnTheirOwn(Theme theme) {
    int[] surface = color("surface", theme);
    for (String status : STATUSES) {
      int[] color = color(status, theme);
      for (String ground : GROUNDS) {
        holds(status, color, ground, color(ground, theme), TEXT);
      }
      holds(status, color, "its loud ground", mix(color, surface, LOUD), TEXT);
      holds("text", color("text", theme), status + "'s bar", mix(color, surface, REASON), TEXT);
    }
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void wordsOnButtonsAreRead(Theme theme) {
    int[] white = {255, 255, 255};
    holds("white", white, "accent-fill", color("accent-fill", theme), TEXT);
    holds("white", white, "danger-fill", color("danger-fill", theme), TEXT);
  }

  @ParameterizedTest
  @EnumSource(Theme.class)
  void barsLinesAndBordersAreSeen(Theme theme) {
    for (String graphic :
        List.of(
            "line-control",
            "w-chat",
            "w-tool",
            "w-child",
            "w-wait",
            "w-dead",
            "c-ok",
            "c-2",
            "c-3",
            "accent")) {
      holds(graphic, color(graphic, theme), "surface", color("surface", theme), GRAPHICS);
    }
  }

  private int[] color(String token, Theme theme) {
    return Objects.requireNonNull(tokens.get(token), token)[theme.place];
  }

  private static void holds(String front, int[] color, String back, int[] ground, double least) {
    assertThat(contrast(color, ground)).as("%s on %s", front, back).isGreaterThanOrEqualTo(least);
  }

  private static double contrast(int[] one, int[] other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  /** The relative luminance of WCAG 2. */
  private static double luminance(int[] rgb) {
    return 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2]);
  }

  private static double linear(int channel) {
    double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }

  private static int[] mix(int[] color, int[] ground, double share) {
    int[] mixed = new int[3];
    for (int i = 0; i < mixed.length; i++) {
      mixed[i] = (int) Math.round(color[i] * share + ground[i] * (1 - share));
    }
    return mixed;
  }

  private static int[] rgb(String hex) {
    int value = Integer.parseInt(hex, 16);
    return new int[] {value >> 16, value >> 8 & 0xff, value & 0xff};
  }
}
