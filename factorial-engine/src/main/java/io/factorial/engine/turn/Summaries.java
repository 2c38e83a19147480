package io.factorial.engine.turn;

import io.factorial.agent.History;
import io.factorial.engine.journal.Content;
import io.factorial.engine.model.Models;
import io.factorial.error.LlmException;
import io.factorial.llm.ChatChunk;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ChatResponse;
import io.factorial.llm.ModelName;
import io.factorial.llm.ModelSettings;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Shows a summary in place of the older messages of a long conversation. A summary is bought once:
 * it is recorded before it is shown, and serves until the conversation is too long again.
 */
final class Summaries {
  private static final String TASK =
      "Summarise the conversation below for the assistant that will go on with it. Keep what may"
          + " still matter: what was asked for, facts, numbers, names, decisions, results of tools,"
          + " and what is still open. Answer with the summary alone.";
  private static final String SHOWN_AS = "Summary of the conversation before this point:\n";

  private final LiveRun run;
  private final StepLog log;
  private final Spending spending;
  private final TurnSettings settings;
  private final TurnServices services;

  Summaries(
      LiveRun run, StepLog log, Spending spending, TurnSettings settings, TurnServices services) {
    this.run = run;
    this.log = log;
    this.spending = spending;
    this.settings = settings;
    this.services = services;
  }

  /**
   * What the model is shown.
   *
   * @param policy from when on the conversation is too long, and who summarises it
   * @return the conversation, or a summary and the newest part of it
   * @throws Exception what the call of the model throws
   */
  List<Message> view(History.Summarise policy) throws Exception {
    List<Message> all = run.messages();
    List<Message> shown = shown(all);
    if (fits(shown, policy.aboveTokens())) {
      return shown;
    }
    int older = all.size() - newest(all, policy);
    if (older <= summarised()) {
      return shown;
    }
    try {
      record(older, summary(policy, all.subList(summarised(), older)));
    } catch (LlmException tooLong) {
      if (tooLong.kind() != LlmException.Kind.CONTEXT_LENGTH_EXCEEDED) {
        throw tooLong;
      }
      return policy.view(all, run);
    }
    return shown(all);
  }

  private int summarised() {
    return run.conversation().summary().map(Content.Summary::messages).orElse(0);
  }

  /** The newest summary, the user's newest message and what came after the summarised part. */
  private List<Message> shown(List<Message> all) {
    if (run.conversation().summary().isEmpty()) {
      return all;
    }
    List<Message> shown = new ArrayList<>();
    shown.add(Message.instructions(SHOWN_AS + run.conversation().summary().orElseThrow().text()));
    List<Message> newer = all.subList(summarised(), all.size());
    if (newer.stream().noneMatch(Message.User.class::isInstance)) {
      all.stream()
          .filter(Message.User.class::isInstance)
          .reduce((older, later) -> later)
          .ifPresent(shown::add);
    }
    shown.addAll(newer);
    return shown;
  }

  private boolean fits(List<Message> shown, int tokens) {
    return History.lastTokens(tokens).view(shown, run).size() == shown.size();
  }

  /** How many of the newest messages stay as they are. */
  @SuppressWarnings("ReferenceEquality") // the same message, not an equal one
  private int newest(List<Message> all, History.Summarise policy) {
    List<Message> kept = policy.view(all, run);
    int size = kept.size();
    boolean userApart = size > 0 && kept.getFirst() != all.get(all.size() - size);
    return userApart ? size - 1 : size;
  }

  private ChatResponse summary(History.Summarise policy, List<Message> older) throws Exception {
    ModelName model = ModelName.parse(policy.model());
    String before =
        run.conversation().summary().map(known -> SHOWN_AS + known.text() + "\n\n").orElse("");
    ChatRequest request =
        new ChatRequest(
            model,
            List.of(Message.instructions(TASK), Message.user(before + transcript(older))),
            List.of(),
            null,
            ModelSettings.defaults());
    reserve(request);
    ChatResponse response =
        Bounded.call(
            "summary by " + model,
            () ->
                services
                    .telemetry()
                    .chat(
                        run,
                        model,
                        () -> services.models().chat(request, List.of(), new Unheard())),
            settings.turnTimeout());
    if (response.message().text().isBlank()) {
      throw new LlmException(
          LlmException.Kind.MALFORMED_ANSWER, "model " + model + ": an empty summary");
    }
    return response;
  }

  private void reserve(ChatRequest request) {
    if (!spending.reserves()) {
      return;
    }
    Step step = new Step().reserve(spending.summary(run, request));
    if (log.record(step) instanceof Recorded.OverBudget over) {
      throw new TurnFailure.Decided(new TurnFailure.OverBudget(over.limit(), over.onlyReserved()));
    }
  }

  private void record(int older, ChatResponse response) {
    run.use(response.usage());
    Content.At at =
        new Content.At(
            run.turn(), 0, run.attempt(), new Content.Summary(older, response.message().text()));
    Step step =
        new Step()
            .add(at)
            .settle(spending.settledSummary(run, response))
            .count("llm_calls", 1)
            .count("input_tokens", response.usage().inputTokens())
            .count("output_tokens", response.usage().outputTokens());
    run.moveInto(step);
    log.record(step);
    run.conversation().append(at);
  }

  private static String transcript(List<Message> messages) {
    return messages.stream().map(Summaries::line).collect(Collectors.joining("\n"));
  }

  private static String line(Message message) {
    return switch (message) {
      case Message.Instructions instructions -> "Instructions: " + instructions.text();
      case Message.User user -> "User: " + user.text();
      case Message.Assistant assistant -> "Assistant: " + assistant.text() + calls(assistant);
      case Message.ToolOutput output -> "Result of " + output.tool() + ": " + output.text();
    };
  }

  private static String calls(Message.Assistant assistant) {
    return assistant.toolCalls().stream().map(Summaries::call).collect(Collectors.joining());
  }

  private static String call(ToolCall call) {
    return " [calls " + call.name() + " " + call.argumentsText() + "]";
  }

  /** A summary is not part of the answer: nobody is told of its pieces. */
  private static final class Unheard implements Models.Listener {
    @Override
    public void started(ModelName model) {}

    @Override
    public void chunk(ChatChunk chunk) {}

    @Override
    public void failed(ModelName model, LlmException failure) {}
  }
}
