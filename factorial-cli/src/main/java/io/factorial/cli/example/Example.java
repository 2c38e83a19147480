package io.factorial.cli.example;

import io.factorial.cli.scripted.Script;
import io.factorial.examples.Setting;
import io.factorial.examples.batch.NightlyBatchExample;
import io.factorial.examples.desk.SupportDeskExample;
import io.factorial.examples.research.ResearchExample;
import io.factorial.examples.review.CodeReviewExample;
import io.factorial.run.RunResult;
import java.util.List;
import java.util.Optional;

/**
 * An example that can be run.
 *
 * @param name its name
 * @param sentence what it shows
 * @param source the folder of its code in {@code factorial-examples}
 * @param script how the scripted model works on it
 * @param body runs it, and says whether all ended well
 */
record Example(String name, String sentence, String source, Script script, Body body) {

  /** What an example does. */
  @FunctionalInterface
  interface Body {
    boolean run(Setting setting) throws InterruptedException;
  }

  static final List<Example> ALL =
      List.of(
          new Example(
              "research",
              "A plan, four researchers at once, a typed report.",
              "research",
              ResearchScript::reply,
              setting -> ResearchExample.run(setting) instanceof RunResult.Completed),
          new Example(
              "code-review",
              "Commands that a person allows, edits or refuses before they run.",
              "review",
              ReviewScript::reply,
              setting -> CodeReviewExample.run(setting) instanceof RunResult.Completed),
          new Example(
              "support-desk",
              "E-mails that wait for customers, a deadline, a refund made once.",
              "desk",
              DeskScript::reply,
              setting ->
                  SupportDeskExample.run(setting).values().stream().allMatch(count -> count <= 1)),
          new Example(
              "nightly-batch",
              "500 tasks with progress; what exceeds its budget is paused.",
              "batch",
              BatchScript::reply,
              setting -> NightlyBatchExample.run(setting).failed() == 0));

  static Optional<Example> named(String name) {
    return ALL.stream().filter(example -> example.name().equals(name)).findFirst();
  }
}
