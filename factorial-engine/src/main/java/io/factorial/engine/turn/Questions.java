package io.factorial.engine.turn;

import io.factorial.agent.AgentDefinition;
import io.factorial.engine.journal.Content;
import io.factorial.engine.journal.Payloads;
import io.factorial.engine.journal.WaitAnswer;
import io.factorial.guard.Verdict;
import io.factorial.json.Json;
import io.factorial.port.NewWait;
import io.factorial.wait.Wait;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Asks a person about the run itself: at once through an approver, else by a wait. */
final class Questions {
  /** The field of the shown arguments that holds a query. */
  static final String QUERY = "query";

  /** The field of the shown arguments that holds a final answer. */
  static final String OUTPUT = "output";

  /** The call's id, and the tool's name, of a wait about the input. */
  static final String INPUT_CALL = "input";

  private static final String OUTPUT_CALL = "output_";

  private static final String WAY_OUT =
      ", and an inline run cannot wait (expected: InlineOptions with an approver; or enqueue the"
          + " agent on an orchestrator)";

  private final LiveRun run;
  private final TurnSettings settings;
  private final TurnServices services;
  private final boolean inline;

  Questions(LiveRun run, TurnSettings settings, TurnServices services, boolean inline) {
    this.run = run;
    this.settings = settings;
    this.services = services;
    this.inline = inline;
  }

  /** Whether nobody has to be waited for. */
  boolean areAnsweredAtOnce() {
    return inline;
  }

  /**
   * Asks at once.
   *
   * @param question the question
   * @return what the approver of an inline run says; empty for a queued run, which waits
   * @throws TurnFailure.Decided for an inline run without an approver: nobody would ever answer
   */
  Optional<WaitAnswer> atOnce(Content.Question question) {
    if (!inline) {
      return Optional.empty();
    }
    Function<Wait, Verdict> approver = services.approver();
    if (approver == null) {
      throw TurnFailure.Decided.fatal(
          "pending_not_supported_inline",
          switch (question.subject()) {
            case INPUT -> "input: a guard asks a person whether the run may start" + WAY_OUT;
            case OUTPUT -> "output: a guard asks a person whether it may leave the run" + WAY_OUT;
          });
    }
    Wait wait = Parking.shown(run, wait(question), services.clock().now());
    return Optional.of(
        switch (approver.apply(wait)) {
          case Verdict.Allow allow -> new WaitAnswer.Approved(Optional.empty());
          case Verdict.Deny deny -> new WaitAnswer.Rejected(deny.reason());
          case Verdict.Edit edit -> edited(question, edit.replacement());
          case Verdict.Ask again ->
              new WaitAnswer.Rejected("nobody decided (" + again.question() + ")");
        });
  }

  /** An approver may give the whole of the arguments, or only the thing itself. */
  private static WaitAnswer edited(Content.Question question, Json replacement) {
    String field = field(question.subject());
    return replacement instanceof Json.Obj object && object.get(field).isPresent()
        ? new WaitAnswer.Approved(Optional.of(object))
        : new WaitAnswer.Approved(Optional.of(Json.Obj.of(field, replacement)));
  }

  /** The wait that holds the question until a person answers it. */
  NewWait wait(Content.Question question) {
    Json.Obj shown = Json.Obj.of(field(question.subject()), question.shown());
    String call =
        switch (question.subject()) {
          case INPUT -> INPUT_CALL;
          case OUTPUT -> OUTPUT_CALL + run.turn();
        };
    return NewWait.of(
            Wait.Kind.APPROVAL,
            call,
            run.turn(),
            0,
            tool(question.subject()),
            settings.waitDeadline())
        .asking(Payloads.of(shown), CallWaits.hash(shown.text()), question.text())
        .ending(null, CallWaits.encoded(CallWaits.NOBODY_ANSWERED), List.of());
  }

  private static String tool(Content.Question.Subject subject) {
    return switch (subject) {
      case INPUT -> INPUT_CALL;
      case OUTPUT -> AgentDefinition.FINAL_OUTPUT;
    };
  }

  private static String field(Content.Question.Subject subject) {
    return switch (subject) {
      case INPUT -> QUERY;
      case OUTPUT -> OUTPUT;
    };
  }
}
