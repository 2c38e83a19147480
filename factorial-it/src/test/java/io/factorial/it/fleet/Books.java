package io.factorial.it.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.message.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What must hold of a ledger and of the conversations that were recorded, whatever happened to the
 * workers in between.
 */
final class Books {
  private final int steps;
  private final List<Ledger.Call> calls;

  /** Calls that a process had begun when it was frozen, and that arrive when it wakes. */
  private final Predicate<Ledger.Call> woken;

  Books(Ledger ledger, int steps, Predicate<Ledger.Call> woken) {
    this.steps = steps;
    this.calls = ledger.calls();
    this.woken = woken;
  }

  /** A step of a task. */
  private record Step(String task, int step) {}

  /** A tool call of a step. */
  private record Effect(String task, int step, String tool) {}

  /**
   * A tool is called after its completion was recorded, and the next completion is asked for after
   * the results were: neither is asked for again from then on.
   */
  void noRecordedStepRanAgain() {
    Set<Step> completionsRecorded = new HashSet<>();
    Set<Step> resultsRecorded = new HashSet<>();
    for (Ledger.Call call : calls) {
      Step step = new Step(call.task(), call.step());
      if (call.isCompletion()) {
        assertThat(completionsRecorded.contains(step) && !woken.test(call))
            .as("bought again after it was recorded: %s", call)
            .isFalse();
        resultsRecorded.add(new Step(call.task(), call.step() - 1));
      } else {
        assertThat(resultsRecorded.contains(step) && !woken.test(call))
            .as("run again after its result was recorded: %s", call)
            .isFalse();
        completionsRecorded.add(step);
      }
    }
  }

  void callsThatMayNeverRunAgainRanOnceAtMost() {
    Set<Effect> seen = new HashSet<>();
    calls.stream()
        .filter(call -> call.what().equals("charge"))
        .forEach(
            call ->
                assertThat(seen.add(new Effect(call.task(), call.step(), call.what())))
                    .as("charged twice: %s", call)
                    .isTrue());
  }

  void aCallThatRanAgainHadTheSameKeyAndNoOtherHadIt() {
    Map<Effect, String> keys = new HashMap<>();
    Map<String, Effect> effects = new HashMap<>();
    for (Ledger.Call call : calls) {
      if (!call.isCompletion()) {
        Effect effect = new Effect(call.task(), call.step(), call.what());
        assertThat(keys.computeIfAbsent(effect, first -> call.key())).isEqualTo(call.key());
        assertThat(effects.computeIfAbsent(call.key(), first -> effect)).isEqualTo(effect);
      }
    }
  }

  /** How many calls were made more than once: those that were in doubt. */
  long repeated() {
    return calls.size()
        - calls.stream()
            .map(call -> new Effect(call.task(), call.step(), call.what()))
            .distinct()
            .count();
  }

  /** Every completion and every result stands once in the conversation, in order. */
  void recordedOnce(String task, List<Message> messages) {
    List<String> expected = new ArrayList<>(List.of("user"));
    for (int i = 0; i < steps; i++) {
      expected.addAll(List.of("calls", "deliver-" + i, "charge-" + i));
    }
    expected.add("done");
    assertThat(messages.stream().map(Books::word).toList()).as(task).isEqualTo(expected);
  }

  private static String word(Message message) {
    return switch (message) {
      case Message.Instructions instructions -> "instructions";
      case Message.User user -> "user";
      case Message.Assistant assistant ->
          assistant.toolCalls().isEmpty() ? assistant.text() : "calls";
      case Message.ToolOutput output -> {
        // In doubt, a call that may never run again is answered so, and everything else with what
        // the tool said.
        String number = output.toolCallId().replaceFirst(".*-", "");
        assertThat(output.text())
            .satisfiesAnyOf(
                text ->
                    assertThat(text).endsWith("ed " + number).matches("(delivered|charged) \\d+"),
                text ->
                    assertThat(output.tool() + ": " + text).startsWith("charge: outcome unknown"));
        yield output.toolCallId();
      }
    };
  }
}
