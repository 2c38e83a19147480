package io.factorial.examples;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The tables of a page, by the heading that they stand under. */
final class Tables {
  private Tables() {}

  /** A row: its cells, without the marks of code around them. */
  record Row(List<String> cells) {
    String cell(int index) {
      return cells.get(index);
    }
  }

  /** The rows under each heading, tables of one heading joined, without their head lines. */
  static Map<String, List<Row>> of(Guide.Page page) {
    Map<String, List<Row>> tables = new LinkedHashMap<>();
    String heading = "";
    List<String> lines = page.lines();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("#")) {
        heading = line.replaceFirst("#+ ", "");
      } else if (isRow(line)
          && !isRule(line)
          && !(i + 1 < lines.size() && isRule(lines.get(i + 1)))) {
        tables.computeIfAbsent(heading, at -> new ArrayList<>()).add(row(line));
      }
    }
    return tables;
  }

  private static boolean isRow(String line) {
    return line.startsWith("|");
  }

  private static boolean isRule(String line) {
    return line.matches("\\|(-+\\|)+");
  }

  private static Row row(String line) {
    String inner = line.substring(1, line.length() - 1);
    return new Row(Stream.of(inner.split("\\|", -1)).map(Tables::plain).toList());
  }

  private static String plain(String cell) {
    String text = cell.strip();
    return text.matches("`[^`]+`") ? text.substring(1, text.length() - 1) : text;
  }
}
