package io.factorial.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of Java in a page, and how it is wrapped to compile. The line before the block says it:
 *
 * <ul>
 *   <li>{@code <!-- sample: file -->}: a compilation unit of its own, imports included;
 *   <li>{@code <!-- sample: file run -->}: the same, and its {@code main} is run;
 *   <li>{@code <!-- sample: members -->}: members of one class that all samples of the page share;
 *   <li>{@code <!-- sample: body -->}: the body of a method of that class;
 *   <li>{@code <!-- sample: body given Orchestrator orchestrator, TaskId id -->}: the same, with
 *       parameters.
 * </ul>
 *
 * @param page the page
 * @param line where the block begins, from 1
 * @param mark what stands after {@code sample:}; empty where the block is not marked
 * @param code the block
 */
record Sample(Guide.Page page, int line, String mark, String code) {
  private static final Pattern MARK = Pattern.compile("<!-- sample: (.+?) -->");
  private static final Pattern FENCE = Pattern.compile("(`{3,})java\\b.*");
  private static final String GIVEN = "body given ";

  static List<Sample> of(Guide.Page page) {
    List<Sample> samples = new ArrayList<>();
    List<String> lines = page.lines();
    for (int i = 0; i < lines.size(); i++) {
      Matcher fence = FENCE.matcher(lines.get(i));
      if (fence.matches()) {
        int end = i + 1;
        while (!lines.get(end).equals(fence.group(1))) {
          end++;
        }
        String code = String.join("\n", lines.subList(i + 1, end));
        samples.add(new Sample(page, i + 1, mark(lines, i), code));
        i = end;
      }
    }
    return samples;
  }

  private static String mark(List<String> lines, int fence) {
    Matcher mark = MARK.matcher(fence == 0 ? "" : lines.get(fence - 1));
    return mark.matches() ? mark.group(1) : "";
  }

  boolean isMarked() {
    return isFile() || mark.equals("members") || mark.equals("body") || mark.startsWith(GIVEN);
  }

  boolean isFile() {
    return mark.equals("file") || runs();
  }

  boolean runs() {
    return mark.equals("file run");
  }

  /** The members that this sample stands for. */
  String members() {
    if (mark.equals("members")) {
      return code;
    }
    String parameters = mark.startsWith(GIVEN) ? mark.substring(GIVEN.length()) : "";
    return "void sampleOfLine" + line + "(" + parameters + ") throws Exception {\n" + code + "\n}";
  }

  String where() {
    return page.path() + ":" + line;
  }
}
