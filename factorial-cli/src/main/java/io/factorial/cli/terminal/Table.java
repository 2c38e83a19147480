package io.factorial.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows whose columns are aligned. Not for several threads. */
public final class Table {

  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  /**
   * A table.
   *
   * @param head the names of its columns
   */
  public Table(String... head) {
    rows.add(List.of(head));
  }

  /**
   * Adds a row.
   *
   * @param cells as many as the table has columns; each is made one line
   */
  public void row(Object... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          "cells: " + cells.length + " (expected: " + rows.getFirst().size() + ")");
    }
    rows.add(Arrays.stream(cells).map(cell -> Text.plain(String.valueOf(cell))).toList());
  }

  /**
   * Whether it has no row.
   *
   * @return whether there is only the head
   */
  public boolean isEmpty() {
    return rows.size() == 1;
  }

  /**
   * The table as text.
   *
   * @return its lines, the head first
   */
  public List<String> lines() {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      line.append(row.get(i)).repeat(" ", widths[i] - width(row.get(i))).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
