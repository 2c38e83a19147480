package io.factorial.bench.measure;

import io.factorial.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a benchmark found.
 *
 * @param name the benchmark
 * @param store what it ran on
 * @param size how much it did: {@code full}, {@code quick} or {@code tiny}
 * @param figures what it measured
 * @param goals the figures to reach
 * @param notes what a reader of the figures should know
 * @param versions of what took part
 * @param seconds how long it took
 */
public record Report(
    String name,
    String store,
    String size,
    Figures figures,
    List<Goal> goals,
    List<String> notes,
    Map<String, String> versions,
    double seconds) {
  private static final double DIGITS = 10;

  /** Copies the lists. */
  public Report {
    goals = List.copyOf(goals);
    notes = List.copyOf(notes);
  }

  /**
   * The report as one JSON object.
   *
   * @return the object
   */
  public Json.Obj toJson() {
    return Json.Obj.of(
        "name", name,
        "store", store,
        "size", size,
        "figures", figures.all().stream().map(Figure::toJson).toList(),
        "goals", goals.stream().map(goal -> goal.toJson(figures)).toList(),
        "notes", notes,
        "versions", versions,
        "machine", Machine.describe(),
        "seconds", Math.round(seconds * DIGITS) / DIGITS);
  }

  /**
   * The rows of a JSON report as lines of a table, for people.
   *
   * @param report what {@link #toJson} made
   * @return the lines
   */
  public static List<String> table(Json.Obj report) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s (%s, %s)".formatted(text(report, "name"), text(report, "store"), text(report, "size")));
    lines.add(ROW.formatted("", "", "median", "min", "max", ""));
    for (Json.Obj figure : objects(report, "figures")) {
      String subject = text(figure, "subject");
      String name = text(figure, "figure");
      lines.add(
          ROW.formatted(
              subject,
              name,
              shown(figure, "median"),
              shown(figure, "min"),
              shown(figure, "max"),
              goal(report, subject, name)));
    }
    if (report.fields().get("notes") instanceof Json.Arr notes) {
      for (Json note : notes.items()) {
        if (note instanceof Json.Str said) {
          lines.add("  " + said.value());
        }
      }
    }
    lines.add("");
    return lines;
  }

  private static final String ROW = "  %-26s %-32s %12s %12s %12s  %s";

  private static String goal(Json.Obj report, String subject, String name) {
    for (Json.Obj goal : objects(report, "goals")) {
      if (text(goal, "subject").equals(subject) && text(goal, "figure").equals(name)) {
        Optional<String> atMost = goal.text("atMost");
        String limit =
            atMost.isPresent()
                ? "<= " + number(atMost.get())
                : ">= " + number(text(goal, "atLeast"));
        return limit + (text(goal, "met").equals("true") ? "  met" : "  NOT MET");
      }
    }
    return "";
  }

  private static List<Json.Obj> objects(Json.Obj of, String name) {
    return of.fields().get(name) instanceof Json.Arr items
        ? items.items().stream()
            .flatMap(item -> item instanceof Json.Obj object ? List.of(object).stream() : null)
            .toList()
        : List.of();
  }

  private static String text(Json.Obj of, String name) {
    return of.text(name).orElse("");
  }

  private static String shown(Json.Obj figure, String name) {
    return number(text(figure, name));
  }

  private static String number(String text) {
    double value = Double.parseDouble(text);
    if (Math.abs(value) >= 1_000) {
      return "%,.0f".formatted(value);
    }
    return Math.abs(value) >= 100 ? "%.0f".formatted(value) : "%.2f".formatted(value);
  }
}
