package io.factorial.engine.turn;

import io.factorial.agent.AgentDefinition;
import io.factorial.engine.journal.Content;
import io.factorial.engine.journal.Conversation;
import io.factorial.engine.journal.WaitAnswer;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.guard.InputGuard;
import io.factorial.guard.Verdict;
import io.factorial.json.Json;
import java.util.Optional;

/**
 * The guards of a run's input, before its first completion. Each guard sees what the ones before it
 * made of the query; of several that ask, the first one's question is put. What a person said, and
 * a query that was changed, is in the journal: it is not decided again.
 */
final class InputGate {
  private final AgentDefinition<?> agent;
  private final LiveRun run;
  private final Draft draft;
  private final Questions questions;

  InputGate(AgentDefinition<?> agent, LiveRun run, Draft draft, Questions questions) {
    this.agent = agent;
    this.run = run;
    this.draft = draft;
    this.questions = questions;
  }

  /**
   * Says whether the run may start.
   *
   * @return what a person must be asked first; empty when it may
   * @throws TurnFailure.Decided when it may not
   */
  Optional<Content.Question> check() {
    Conversation conversation = run.conversation();
    if (conversation.isEdited()) {
      return Optional.empty();
    }
    Conversation.Asked asked = conversation.asked().orElse(null);
    return asked == null
        ? guarded()
        : asked.answer().isEmpty()
            ? Optional.of(asked.question())
            : decided(asked.question(), asked.answer().get());
  }

  private Optional<Content.Question> guarded() {
    String query = run.query();
    String question = "";
    for (InputGuard guard : agent.inputGuards()) {
      switch (guard.check(query, run)) {
        case Verdict.Allow allow -> {}
        case Verdict.Deny deny -> throw denied(deny.reason());
        case Verdict.Ask ask -> question = question.isEmpty() ? ask.question() : question;
        case Verdict.Edit edit -> query = text(edit.replacement());
      }
    }
    if (question.isEmpty()) {
      return passed(query);
    }
    return asked(
        new Content.Question(Content.Question.Subject.INPUT, question, new Json.Str(query)));
  }

  private Optional<Content.Question> asked(Content.Question question) {
    Optional<WaitAnswer> atOnce = questions.atOnce(question);
    if (atOnce.isEmpty()) {
      return Optional.of(question);
    }
    // Kept, so that a turn that is tried again does not ask again.
    draft.append(0, question);
    draft.append(0, new Content.Answered(atOnce.get()));
    return decided(question, atOnce.get());
  }

  private Optional<Content.Question> decided(Content.Question question, WaitAnswer answer) {
    return switch (answer) {
      case WaitAnswer.Approved approved ->
          approved.edited().isEmpty()
              ? passed(text(question.shown()))
              : approved
                  .edited()
                  .get()
                  .get(Questions.QUERY)
                  .filter(Json.Str.class::isInstance)
                  .map(edited -> passed(text(edited)))
                  .orElseGet(() -> again(question, "the edited input has no text \"query\""));
      case WaitAnswer.Rejected rejected -> throw denied(rejected.reason());
      // The wait was closed, or the answer is of another kind: nobody has allowed anything.
      case WaitAnswer.Value value -> asked(question);
      case WaitAnswer.ByStore closed -> asked(question);
    };
  }

  /** An approver at hand would make the same mistake again. */
  private Optional<Content.Question> again(Content.Question question, String why) {
    if (questions.areAnsweredAtOnce()) {
      throw denied(why);
    }
    return Optional.of(question.again(why));
  }

  /** The run starts from this query; one that was changed is recorded at once. */
  private Optional<Content.Question> passed(String query) {
    if (!query.equals(run.query())) {
      draft.append(0, new Content.Edited(query));
      draft.record();
    }
    return Optional.empty();
  }

  private static String text(Json json) {
    if (json instanceof Json.Str text) {
      return text.value();
    }
    throw InvalidDefinitionException.of(
        "edit by an input guard", json.text(), "the text of a query");
  }

  private static TurnFailure.Decided denied(String reason) {
    return TurnFailure.Decided.fatal("guard_denied", "input: " + reason);
  }
}
