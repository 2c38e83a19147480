package io.factorial.cli.demo;

import io.factorial.cli.terminal.Style;
import io.factorial.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How the demo ended.
 *
 * @param model the model's name
 * @param scripted whether the model was scripted
 * @param outcomes how each task ended
 * @param duration how long all took
 */
record Summary(String model, boolean scripted, List<Outcome> outcomes, Duration duration) {

  Summary {
    outcomes = List.copyOf(outcomes);
  }

  /** Whether every task ended as expected. */
  boolean ok() {
    return outcomes.stream().allMatch(outcome -> outcome.asExpected(scripted));
  }

  Json.Obj toJson() {
    return Json.Obj.of(
        "ok",
        ok(),
        "model",
        model,
        "scripted",
        scripted,
        "durationMillis",
        duration.toMillis(),
        "tasks",
        outcomes.stream()
            .map(outcome -> outcome.toJson().with("asExpected", outcome.asExpected(scripted)))
            .toList());
  }

  /** The summary for a person. */
  List<String> lines(Style style) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        style.bold(
            row("task", "status", "turns", "tools", "retries", "seconds") + "  as expected"));
    for (Outcome outcome : outcomes) {
      lines.add(
          line(outcome) + "  " + (outcome.asExpected(scripted) ? style.done() : style.failed()));
    }
    lines.add("");
    for (Outcome outcome : outcomes) {
      outcome
          .cancel()
          .ifPresent(
              took ->
                  lines.add(
                      "Cancelled in the middle of a call of a minute: the task had ended after "
                          + took.toMillis()
                          + " ms"
                          + outcome
                              .hangUp()
                              .map(
                                  seen ->
                                      ", the server saw its stream closed after "
                                          + seen.toMillis()
                                          + " ms")
                              .orElse("")
                          + "."));
    }
    lines.add(
        outcomes.size()
            + " tasks in "
            + seconds(duration)
            + " s; "
            + (ok()
                ? "every task ended as expected."
                : style.bad("not every task ended as expected.")));
    return lines;
  }

  private static String line(Outcome outcome) {
    return row(
        outcome.story().owner() + "/" + outcome.data().agent(),
        outcome.data().status().name(),
        String.valueOf(outcome.turns()),
        String.valueOf(outcome.toolCalls()),
        String.valueOf(outcome.retries()),
        seconds(outcome.duration()));
  }

  private static String row(
      String task, String status, String turns, String tools, String retries, String seconds) {
    return "%-14s %-10s %6s %6s %8s %8s".formatted(task, status, turns, tools, retries, seconds);
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1000.0);
  }
}
