package io.factorial.cli.example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The examples as a user runs them: no key, no network, a script plays the model over HTTP. */
final class ExampleCommandTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  @Test
  void withoutANameTheExamplesAreListedWithASentenceEach() {
    assertThat(run()).isZero();
    assertThat(Example.ALL).hasSize(4);
    for (Example example : Example.ALL) {
      assertThat(printed()).contains("  %-14s %s".formatted(example.name(), example.sentence()));
    }
  }

  @Test
  void anUnknownNameNamesTheOnesThatThereAre() {
    assertThat(run("reserach")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith(
            "example: reserach (expected: one of research, code-review, support-desk,"
                + " nightly-batch)");
  }

  @Test
  void theResearchersWorkAtOnceAndWhatNobodyKnowsStaysOpen() {
    assertThat(run("research")).isZero();
    List<String> lines = lines();
    assertThat(lines)
        .anyMatch(line -> line.startsWith("researcher 4  is asked: "))
        .contains("researcher 1  reads 'Estimate of the works office'")
        .anyMatch(line -> line.endsWith("found nothing: no paper mentions the eels"))
        .contains("report        A bridge, with the ferry kept for the storms")
        .contains("              - A bridge costs 41 million crowns.")
        .contains("open          What would each crossing do to the eels?")
        .anyMatch(line -> line.startsWith("in all        5 tasks, 14 calls of the model"));
    // The report comes from what the researchers found: all of them were asked before it.
    assertThat(
            lines.stream()
                .filter(line -> line.startsWith("researcher") && line.contains("is asked")))
        .hasSize(4);
  }

  @Test
  void aCommandRunsAsThePersonEditedItAndARefusedOneDoesNot() {
    assertThat(run("code-review")).isZero();
    assertThat(printed())
        .contains(
            "arguments of run: command: missing (expected: a string);",
            "wants to run: sh check.sh --fix",
            "allows, edited: sh check.sh",
            "refuses: a review deletes nothing",
            "is told: not allowed: a review deletes nothing",
            // --fix would have taken the line out, and rm the copy.
            "gets, with exit code 0: 4:    // TODO what about more than 100?",
            "gets, with exit code 0: Basket.java.bak 7 Basket.java",
            "Basket.java:4: answer this before it is merged");
  }

  @Test
  void atATerminalThePersonDecides() {
    String typed = "n\nnot today\ne\nls check.sh\ny\n";
    assertThat(execute(terminal(typed), "code-review")).isZero();
    assertThat(printed())
        .contains(
            "You are dana. Allow it? [y]es, [n]o, [e]dit:",
            "refuses: not today",
            "allows, edited: ls check.sh",
            "gets, with exit code 0: check.sh",
            "allows it")
        .doesNotContain("Nobody is asked");
  }

  @Test
  void withAutoNobodyIsAskedThoughATerminalIsThere() {
    assertThat(execute(terminal(""), "code-review", "--auto")).isZero();
    assertThat(printed()).contains("Nobody is asked").doesNotContain("Allow it?");
  }

  @Test
  void theDeskPaysOnceThoughItsWorkerIsStoppedInTheMiddleOfThePayment() {
    assertThat(run("support-desk")).isZero();
    assertThat(printed())
        .contains(
            "answers: yes, please (ACCEPTED)",
            "may it pay back 180.00 for order 1003?",
            "worker 1      is stopped, in the middle of the payment",
            "is told: outcome unknown:",
            "counts the refunds of the order: 1",
            "reminds Ben of the question",
            "the deadline has passed",
            "hears: the customer did not answer in time",
            "answers: yes, sorry for the delay (CLOSED)");
    assertThat(lines())
        .containsSubsequence(
            "              1001: 1", "              1002: 0", "              1003: 1");
  }

  @Test
  void theBatchPausesWhatExceedsItsBudgetAndEndsWhole() {
    assertThat(run("nightly-batch")).isZero();
    assertThat(printed())
        .contains(
            "500 invoices; each may take 3 turns",
            "Invoice 101: Sundries, see annex 1 (budget_exceeded after 3 turns)",
            "Invoice 303: Sundries, see annex 1 (budget_exceeded after 3 turns)",
            "Invoice 404: As agreed, see annex 1 (budget_exceeded after 3",
            "raises its budget to 8 turns",
            "ends it",
            "100 %  499 booked, 0 failed, 1 cancelled",
            "{FOOD=124, TRAVEL=248, OFFICE=127}",
            "510 model calls");
  }

  private int run(String... args) {
    return execute(new ExampleCommand(stream(), stdin(""), Map.of(), false, false), args);
  }

  private ExampleCommand terminal(String typed) {
    Map<String, String> environment = Map.of("TERM", "xterm", "NO_COLOR", "1");
    return new ExampleCommand(stream(), stdin(typed), environment, true, true);
  }

  private int execute(ExampleCommand command, String... args) {
    return new CommandLine(command).setErr(new PrintWriter(err, true)).execute(args);
  }

  private PrintStream stream() {
    return new PrintStream(out, true, UTF_8);
  }

  private static ByteArrayInputStream stdin(String typed) {
    return new ByteArrayInputStream(typed.getBytes(UTF_8));
  }

  private String printed() {
    return out.toString(UTF_8);
  }

  private List<String> lines() {
    return printed().lines().toList();
  }
}
