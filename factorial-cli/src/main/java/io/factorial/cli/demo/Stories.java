package io.factorial.cli.demo;

import io.factorial.cli.demo.Story.Happening;
import io.factorial.cli.scripted.Conversation;
import io.factorial.cli.scripted.Conversation.Answered;
import io.factorial.cli.scripted.Reply;
import io.factorial.cli.scripted.Script;
import io.factorial.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The tasks of the demo, and how the scripted model works on each. The script chooses the tools and
 * the words; every figure in an answer comes from what the tools answered.
 */
final class Stories {

  /** What the user says to the task that is steered. */
  static final String WISH = "Only the first quarter, please.";

  static final List<Story> ALL =
      List.of(
          new Story(
              "ana",
              DemoAgents::analyst,
              "Which of my files is the longest?",
              Happening.NOTHING,
              Stories::longest),
          new Story(
              "ana",
              DemoAgents::writer,
              "Write report.md: what have the incidents in incidents.md in common?",
              Happening.OUTAGE,
              Stories::report),
          new Story(
              "ben",
              DemoAgents::analyst,
              "Which region sold most, by sales.csv?",
              Happening.STEERING,
              Stories::sales),
          new Story(
              "ben",
              DemoAgents::writer,
              "The Falcon is now called Kestrel. Correct handbook.md.",
              Happening.NOTHING,
              Stories::rename),
          new Story(
              "chen",
              DemoAgents::analyst,
              "Who has how many open tickets in tickets.csv?",
              Happening.NOTHING,
              Stories::tickets),
          new Story(
              "chen",
              DemoAgents::writer,
              "Tell the history of the company in 6,000 words. Use no tools.",
              Happening.CANCEL,
              conversation ->
                  new Reply.Ramble(
                      "In the beginning there were two desks, one lamp and a borrowed printer. ",
                      Duration.ofSeconds(60))));

  private static final String UNKNOWN =
      "I am a script, and this is not in it. I know these questions: "
          + ALL.stream().map(Story::query).collect(Collectors.joining(" | "));

  private Stories() {}

  /** What the scripted model says: the script of the story that the conversation is about. */
  static Reply reply(Conversation conversation) {
    Script script =
        ALL.stream()
            .filter(story -> story.query().equals(conversation.query()))
            .map(Story::script)
            .findFirst()
            .orElseGet(() -> Playground.script(conversation).orElse(other -> Reply.say(UNKNOWN)));
    return script.reply(conversation);
  }

  /** Whether the scripted server is out of order now, the first time that it is asked. */
  static boolean outage(Conversation conversation) {
    return ALL.stream()
            .filter(story -> story.happening() == Happening.OUTAGE)
            .anyMatch(story -> story.query().equals(conversation.query()))
        && !conversation.answered("readFile").isEmpty();
  }

  private static Reply longest(Conversation conversation) {
    List<Answered> listed = conversation.answered("listFiles");
    if (listed.isEmpty()) {
      return Reply.call("listFiles", Json.Obj.of());
    }
    List<Answered> counted = conversation.answered("countFile");
    if (counted.isEmpty()) {
      return new Reply.Act(
          texts(listed.getFirst().output()).stream()
              .map(name -> new Reply.Action("countFile", Json.Obj.of("path", name)))
              .toList());
    }
    Map<String, Long> lines = new TreeMap<>();
    for (Answered count : counted) {
      lines.merge(
          field(count.arguments(), "path"), number(field(count.output(), "lines")), Long::sum);
    }
    return finish(most(lines) + " is the longest file, by lines.", lines);
  }

  private static Reply report(Conversation conversation) {
    List<Answered> read = conversation.answered("readFile");
    if (read.isEmpty()) {
      return Reply.call("readFile", Json.Obj.of("path", "incidents.md"));
    }
    List<String> causes =
        read.getFirst()
            .output()
            .lines()
            .filter(line -> line.contains("Cause: "))
            .map(line -> line.substring(line.indexOf("Cause: ") + "Cause: ".length()))
            .toList();
    long full = causes.stream().filter(cause -> cause.startsWith("disk full")).count();
    String found = full + " of " + causes.size() + " incidents came from a full disk.";
    return conversation.answered("writeFile").isEmpty()
        ? Reply.call(
            "writeFile",
            Json.Obj.of(
                "path",
                "report.md",
                "text",
                "# What the incidents have in common\n\n"
                    + found
                    + " The causes, one by one:\n\n"
                    + causes.stream().map(cause -> "- " + cause).collect(Collectors.joining("\n"))
                    + "\n"))
        : Reply.say("I wrote report.md: " + found);
  }

  private static Reply sales(Conversation conversation) {
    List<Answered> read = conversation.answered("readFile");
    if (read.isEmpty()) {
      return Reply.call("readFile", Json.Obj.of("path", "sales.csv"));
    }
    boolean firstOnly = conversation.steeredTo(WISH);
    Map<String, Long> amounts = new TreeMap<>();
    for (List<String> row : rows(read.getFirst().output())) {
      if (!firstOnly || row.get(1).equals("1")) {
        amounts.merge(row.getFirst(), number(row.get(2)), Long::sum);
      }
    }
    String when = firstOnly ? " in the first quarter." : " in both quarters together.";
    return finish("The " + most(amounts) + " sold most" + when, amounts);
  }

  private static Reply rename(Conversation conversation) {
    if (conversation.answered("readFile").isEmpty()) {
      return Reply.call("readFile", Json.Obj.of("path", "handbook.md"));
    }
    // The first try is in the wrong spelling, as a model's may be; the tool's answer says so.
    return switch (conversation.answered("replaceText").size()) {
      case 0 -> replace("falcon");
      case 1 -> replace("Falcon");
      default -> Reply.say("handbook.md now says Kestrel wherever it said Falcon.");
    };
  }

  private static Reply replace(String find) {
    return Reply.call(
        "replaceText", Json.Obj.of("path", "handbook.md", "find", find, "replacement", "Kestrel"));
  }

  private static Reply tickets(Conversation conversation) {
    List<Answered> read = conversation.answered("readFile");
    if (read.isEmpty()) {
      return Reply.call("readFile", Json.Obj.of("path", "tickets.csv"));
    }
    Map<String, Long> open = new TreeMap<>();
    for (List<String> row : rows(read.getFirst().output())) {
      if (row.get(2).equals("open")) {
        open.merge(row.get(1), 1L, Long::sum);
      }
    }
    return finish(most(open) + " has the most open tickets.", open);
  }

  private static Reply finish(String answer, Map<String, Long> figures) {
    List<Json.Obj> each =
        figures.entrySet().stream()
            .map(figure -> Json.Obj.of("name", figure.getKey(), "value", figure.getValue()))
            .toList();
    return Reply.finish(Json.Obj.of("answer", answer, "figures", each));
  }

  private static String most(Map<String, Long> figures) {
    return figures.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse("nothing");
  }

  /** The rows of a file of comma separated values, without the head. */
  private static List<List<String>> rows(String csv) {
    return csv.lines().skip(1).map(line -> List.of(line.split(",", -1))).toList();
  }

  private static List<String> texts(String json) {
    List<String> texts = new ArrayList<>();
    if (Json.parse(json) instanceof Json.Arr array) {
      array.items().forEach(item -> texts.add(item.as(String.class)));
    }
    return texts;
  }

  private static String field(String json, String name) {
    return Json.parse(json) instanceof Json.Obj object ? object.text(name).orElse("") : "";
  }

  private static long number(String digits) {
    return Long.parseLong(digits.strip());
  }
}
