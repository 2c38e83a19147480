package io.factorial.cli.demo;

import io.factorial.tool.Param;
import java.util.List;

/** What the analyst answers. */
record Findings(
    @Param("The answer in one sentence") String answer,
    @Param("The figures that it rests on") List<Figure> figures) {

  Findings {
    figures = List.copyOf(figures);
  }

  /** One figure of an answer. */
  record Figure(@Param("What was counted") String name, long value) {}

  /** The findings on one line, for a person. */
  String line() {
    List<String> each =
        figures.stream().map(figure -> figure.name() + " " + figure.value()).toList();
    return each.isEmpty() ? answer : answer + " (" + String.join(", ", each) + ")";
  }
}
