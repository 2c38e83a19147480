package io.factorial.examples.research;

import io.factorial.tool.Param;
import java.util.List;

/**
 * What the research comes to.
 *
 * @param title a title
 * @param sections what was found, by subject
 * @param advice what to do
 * @param openQuestions what nobody could find out
 */
public record Report(
    @Param("At most ten words") String title,
    List<Section> sections,
    @Param("What to do, and why, in at most three sentences") String advice,
    @Param("What could not be found out") List<String> openQuestions) {

  /**
   * One subject.
   *
   * @param heading the subject
   * @param facts what is known
   * @param sources the titles of the documents that say so
   */
  public record Section(String heading, List<String> facts, List<String> sources) {}
}
