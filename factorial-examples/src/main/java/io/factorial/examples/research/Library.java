package io.factorial.examples.research;

import io.factorial.tool.Param;
import io.factorial.tool.Tool;
import io.factorial.tool.ToolResult;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The papers of a small town, and the two tools with which a researcher looks into them. */
final class Library {

  private static final Pattern WORDS = Pattern.compile("\\W+");
  private static final int SHORTEST_WORD = 4;
  private static final int MOST = 3;

  private static final Map<String, String> PAPERS =
      Map.of(
          "Estimate of the works office",
          "A bridge costs 41 million crowns. A tunnel costs 128 million crowns. A cable ferry costs"
              + " 6 million crowns, and 1.1 million a year to run.",
          "Loan of the savings bank",
          "The bank lends the town up to 45 million crowns. The cost of a loan is 3 percent a"
              + " year.",
          "Traffic count in May",
          "On a working day 3,400 people cross the river at rush hour and after. Two in three come"
              + " by bicycle. The old ferry carries 900 people a day.",
          "Letter of the bakers' guild",
          "People turn back when the ferry queue takes longer than 20 minutes. That happens on two"
              + " days in three.",
          "Ice and wind, ten winters",
          "The river carries ice on 24 days a year, and no ferry runs in ice. Wind above 20 metres"
              + " a second closes a bridge on 5 days a year.",
          "Survey of the river bed",
          "The bed is gravel down to 18 metres. A tunnel in gravel needs freezing, which takes 14"
              + " months longer than in rock.");

  /** What a search shows of a paper. */
  record Hit(String title, String begins) {}

  @Tool("Search the papers by words; shows the titles of the best three")
  List<Hit> search(@Param("A few words, not a sentence") String words) {
    List<String> wanted = words(words);
    return PAPERS.entrySet().stream()
        .filter(paper -> score(paper, wanted) > 0)
        .sorted(
            Comparator.comparingLong((Map.Entry<String, String> paper) -> -score(paper, wanted))
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST)
        .map(paper -> new Hit(paper.getKey(), paper.getValue().substring(0, 40) + "..."))
        .toList();
  }

  @Tool("Read a paper")
  ToolResult read(@Param("Its title, as the search shows it") String title) {
    String text = PAPERS.get(title);
    return text == null
        ? ToolResult.failed("title: " + title + " (expected: one that the search has shown)")
        : ToolResult.of(text);
  }

  private static long score(Map.Entry<String, String> paper, List<String> wanted) {
    List<String> there = words(paper.getKey() + " " + paper.getValue());
    return wanted.stream().filter(there::contains).count();
  }

  private static List<String> words(String text) {
    return WORDS
        .splitAsStream(text.toLowerCase(Locale.ROOT))
        .filter(word -> word.length() >= SHORTEST_WORD)
        .distinct()
        .toList();
  }
}
