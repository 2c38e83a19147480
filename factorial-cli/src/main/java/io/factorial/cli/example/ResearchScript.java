package io.factorial.cli.example;

import io.factorial.agent.AgentDefinition;
import io.factorial.cli.scripted.Conversation;
import io.factorial.cli.scripted.Conversation.Answered;
import io.factorial.cli.scripted.Reply;
import io.factorial.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the scripted model works on the research: what it says comes from what the tools said. */
final class ResearchScript {

  /** Each question, and the words that its researcher looks for. */
  private static final Map<String, String> QUESTIONS = new LinkedHashMap<>();

  static {
    QUESTIONS.put(
        "What does each crossing cost, and can the town pay for it?", "costs crowns loan");
    QUESTIONS.put("How many people cross, and how?", "people ferry queue");
    QUESTIONS.put("How do ice, wind and the river bed matter?", "wind river gravel");
    QUESTIONS.put("What would each crossing do to the eels?", "eels");
  }

  private ResearchScript() {}

  static Reply reply(Conversation conversation) {
    return conversation.tools().contains("research")
        ? lead(conversation)
        : researcher(conversation);
  }

  private static Reply lead(Conversation conversation) {
    if (conversation.answered("plan").isEmpty()) {
      return Reply.call(
          "plan",
          Json.Obj.of(
              "steps",
              List.of(
                  "Split the matter into questions that stand alone",
                  "Have them looked into at the same time",
                  "Weigh the answers, and say what is still open")));
    }
    List<Answered> research = conversation.answered("research");
    return research.isEmpty()
        ? Reply.call("research", Json.Obj.of("questions", List.copyOf(QUESTIONS.keySet())))
        : Reply.finish(report(objects(Json.parse(research.getFirst().output()))));
  }

  private static Json.Obj report(List<Json.Obj> answers) {
    List<Json.Obj> sections = new ArrayList<>();
    List<String> open = new ArrayList<>();
    for (Json.Obj answer : answers) {
      String question = answer.text("question").orElse("");
      Json.Obj finding = (Json.Obj) answer.get("finding").orElseGet(Json.Obj::of);
      if (finding.text("type").orElse("").equals("Found")) {
        sections.add(
            Json.Obj.of(
                "heading",
                question,
                "facts",
                finding.get("facts").orElseThrow(),
                "sources",
                finding.get("sources").orElseThrow()));
      } else {
        open.add(question);
      }
    }
    return Json.Obj.of(
        "title",
        "A bridge, with the ferry kept for the storms",
        "sections",
        sections,
        "advice",
        "Build the bridge: the bank's loan covers it, it carries everybody at rush hour, and ice"
            + " does not close it. Keep the old ferry for the five days of storm.",
        "openQuestions",
        open);
  }

  private static Reply researcher(Conversation conversation) {
    List<Answered> searches = conversation.answered("search");
    if (searches.isEmpty()) {
      String words = QUESTIONS.getOrDefault(conversation.query(), conversation.query());
      return Reply.call("search", Json.Obj.of("words", words));
    }
    List<String> titles =
        objects(Json.parse(searches.getFirst().output())).stream()
            .map(hit -> hit.text("title").orElse(""))
            .toList();
    if (titles.isEmpty()) {
      return finish(Json.Obj.of("type", "NothingFound", "why", "no paper mentions the eels"));
    }
    List<Answered> read = conversation.answered("read");
    if (read.isEmpty()) {
      return new Reply.Act(
          titles.stream()
              .map(title -> new Reply.Action("read", Json.Obj.of("title", title)))
              .toList());
    }
    List<String> facts =
        read.stream()
            .flatMap(paper -> List.of(paper.output().split("(?<=[.]) ")).stream())
            .toList();
    return finish(Json.Obj.of("type", "Found", "facts", facts, "sources", titles));
  }

  /** A sealed interface is answered inside of an object. */
  private static Reply finish(Json.Obj finding) {
    return Reply.finish(Json.Obj.of(AgentDefinition.WRAPPED_FIELD, finding));
  }

  private static List<Json.Obj> objects(Json json) {
    List<Json.Obj> objects = new ArrayList<>();
    if (json instanceof Json.Arr array) {
      for (Json item : array.items()) {
        if (item instanceof Json.Obj object) {
          objects.add(object);
        }
      }
    }
    return objects;
  }
}
