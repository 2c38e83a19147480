package io.factorial.engine.turn;

import io.factorial.agent.AgentDefinition;
import io.factorial.error.DecodingException;
import io.factorial.guard.OutputGuard;
import io.factorial.guard.Verdict;
import io.factorial.json.Json;
import io.factorial.llm.ChatResponse;
import io.factorial.llm.OutputSchema;
import io.factorial.llm.ToolSchema;
import io.factorial.message.ToolCall;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a model's final answer as the agent's output type. */
final class FinalAnswers<O> {
  private final AgentDefinition<O> agent;
  private final LiveRun run;

  FinalAnswers(AgentDefinition<O> agent, LiveRun run) {
    this.agent = agent;
    this.run = run;
  }

  /** What a completion is, as an answer. */
  sealed interface Reading<O> {
    /** It asks for tools. */
    record NoAnswer<O>() implements Reading<O> {}

    /** It is the final answer. */
    record Answer<O>(O output) implements Reading<O> {}

    /** It is meant as one, and cannot be taken; the model is told why. */
    record Refused<O>(String why) implements Reading<O> {}

    /** It is the final answer if a person says so. */
    record Asked<O>(O output, String question) implements Reading<O> {}
  }

  /** The tool through which the model gives a typed answer; empty for text. */
  Optional<ToolSchema> tool() {
    return agent
        .outputSchema()
        .map(
            schema ->
                new ToolSchema(
                    AgentDefinition.FINAL_OUTPUT,
                    "Give the final answer. Call this once, when you are done.",
                    schema.schema(),
                    schema.strict()));
  }

  Reading<O> read(ChatResponse response) {
    Optional<ToolCall> call =
        response.message().toolCalls().stream()
            .filter(c -> typed() && c.name().equals(AgentDefinition.FINAL_OUTPUT))
            .findFirst();
    if (call.isPresent()) {
      return parsed(call.get().argumentsText());
    }
    if (!response.message().toolCalls().isEmpty()) {
      return new Reading.NoAnswer<>();
    }
    String text = response.message().text();
    if (!typed()) {
      return guarded(agent.outputType().cast(text));
    }
    return text.isBlank() ? refused("no answer") : parsed(text);
  }

  boolean typed() {
    return agent.outputSchema().isPresent();
  }

  private Reading<O> parsed(String text) {
    try {
      return guarded(decoded(agent, unwrapped(Json.parse(text))));
    } catch (DecodingException invalid) {
      return refused(String.valueOf(invalid.getMessage()));
    }
  }

  /** The answer itself; models, and tests that play them, leave the object around it out. */
  private Json unwrapped(Json json) {
    return agent.outputWrapped() && json instanceof Json.Obj object
        ? object.get(AgentDefinition.WRAPPED_FIELD).orElse(json)
        : json;
  }

  private Reading<O> refused(String why) {
    String form = agent.outputSchema().map(OutputSchema::schema).map(Json.Obj::text).orElse("text");
    return new Reading.Refused<>(
        "the final answer could not be taken: "
            + why
            + ". Call "
            + AgentDefinition.FINAL_OUTPUT
            + " with arguments of this schema: "
            + form);
  }

  /** Each guard sees what the ones before it made of the answer; the first question is put. */
  private Reading<O> guarded(O output) {
    O checked = output;
    String question = "";
    for (OutputGuard<? super O> guard : agent.outputGuards()) {
      switch (guard.check(checked, run)) {
        case Verdict.Allow allow -> {}
        case Verdict.Deny deny -> {
          return new Reading.Refused<>("the answer was not accepted: " + deny.reason());
        }
        case Verdict.Ask ask -> question = question.isEmpty() ? ask.question() : question;
        case Verdict.Edit edit -> checked = decoded(agent, edit.replacement());
      }
    }
    return question.isEmpty()
        ? new Reading.Answer<>(checked)
        : new Reading.Asked<>(checked, question);
  }

  /**
   * Checks an output that an interceptor decided on.
   *
   * @param value what it returned
   * @return the output
   */
  O checked(@Nullable Object value) {
    if (!agent.outputType().isInstance(value)) {
      throw TurnFailure.Decided.fatal(
          "output_invalid",
          "output of an interceptor: "
              + (value == null ? "null" : value.getClass().getName())
              + " (expected: "
              + agent.outputType().getName()
              + ")");
    }
    return agent.outputType().cast(value);
  }

  /** The output as it is stored. */
  Json encoded(O output) {
    return Json.of(output);
  }

  /**
   * Reads an output that a person was shown.
   *
   * @throws DecodingException when it does not fit the type
   */
  O decoded(Json json) {
    return decoded(agent, json);
  }

  /**
   * Reads a stored output.
   *
   * @param agent whose output
   * @param json the stored form
   * @return the output
   * @throws DecodingException when it does not fit the type
   */
  static <O> O decoded(AgentDefinition<O> agent, Json json) {
    return json.as(agent.outputType());
  }
}
