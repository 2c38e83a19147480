package io.factorial.engine.turn;

import io.factorial.engine.journal.Content;
import io.factorial.engine.journal.WaitAnswer;
import io.factorial.error.DecodingException;
import io.factorial.json.Json;

/** What a person says about a final answer that a guard asked about. */
final class OutputGate<O> {
  private final FinalAnswers<O> finals;
  private final Questions questions;

  OutputGate(FinalAnswers<O> finals, Questions questions) {
    this.finals = finals;
    this.questions = questions;
  }

  /** What is to be done about an answer. */
  sealed interface Decision<O> {
    /** It is the run's output. */
    record Taken<O>(O output) implements Decision<O> {}

    /** It is not; the model is told why. */
    record Refused<O>(String why) implements Decision<O> {}

    /** A person is to decide. */
    record Ask<O>(Content.Question question) implements Decision<O> {}
  }

  /** Asks about an answer that a guard does not decide on. */
  Decision<O> ask(FinalAnswers.Reading.Asked<O> asked) {
    return ask(
        new Content.Question(
            Content.Question.Subject.OUTPUT, asked.question(), finals.encoded(asked.output())));
  }

  private Decision<O> ask(Content.Question question) {
    return questions
        .atOnce(question)
        .map(answer -> decided(question, answer))
        .orElseGet(() -> new Decision.Ask<>(question));
  }

  /** Decides by a person's answer. */
  Decision<O> decided(Content.Question question, WaitAnswer answer) {
    return switch (answer) {
      case WaitAnswer.Approved approved when approved.edited().isEmpty() ->
          new Decision.Taken<>(finals.decoded(question.shown()));
      case WaitAnswer.Approved approved -> edited(question, approved.edited().get());
      case WaitAnswer.Rejected rejected ->
          new Decision.Refused<>("the answer was not accepted: " + rejected.reason());
      // The wait was closed, or the answer is of another kind: nobody has allowed anything.
      case WaitAnswer.Value value -> ask(question);
      case WaitAnswer.ByStore closed -> ask(question);
    };
  }

  private Decision<O> edited(Content.Question question, Json.Obj edited) {
    try {
      return edited
          .get(Questions.OUTPUT)
          .<Decision<O>>map(output -> new Decision.Taken<>(finals.decoded(output)))
          .orElseGet(() -> again(question, "the edited answer has no \"output\""));
    } catch (DecodingException invalid) {
      return again(question, "the edited answer does not fit: " + invalid.getMessage());
    }
  }

  /** An approver at hand would make the same mistake again. */
  private Decision<O> again(Content.Question question, String why) {
    return questions.areAnsweredAtOnce()
        ? new Decision.Refused<>("the answer was not accepted: " + why)
        : new Decision.Ask<>(question.again(why));
  }
}
