package io.factorial.engine.client;

import io.factorial.agent.AgentContext;
import io.factorial.budget.Budget;
import io.factorial.engine.journal.Content;
import io.factorial.engine.journal.Payloads;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.error.TaskStateException;
import io.factorial.json.Json;
import io.factorial.llm.ModelName;
import io.factorial.message.Message;
import io.factorial.port.Entry;
import io.factorial.port.NewTask;
import io.factorial.port.Nonce;
import io.factorial.port.Payload;
import io.factorial.port.TaskRecord;
import io.factorial.task.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a new task from the beginning of another one. */
final class Forks {
  private Forks() {}

  /**
   * Copies the journal up to a turn, adds what changes, and enqueues that as a task of its own.
   *
   * @param fromTurn the first turn that runs anew, from 0
   * @param changed messages and query are added after the prefix; a state replaces the stored one
   * @param model replaces the agent's model
   * @param nonce names the new task; the same one again finds it
   */
  static TaskId fork(
      Client client,
      TaskRecord source,
      List<Content.At> journal,
      int fromTurn,
      AgentContext changed,
      Optional<String> model,
      Nonce nonce) {
    if (fromTurn < 0) {
      throw InvalidDefinitionException.of("fromTurn", fromTurn, "0 or more");
    }
    if (fromTurn > source.turn()) {
      throw new TaskStateException(
          source.id(),
          source.status(),
          "a task that has come to turn " + fromTurn + "; it is in turn " + source.turn());
    }
    model.ifPresent(ModelName::parse);
    TaskId id = client.ports().queue().id(source.ownerId(), nonce);
    Payload state =
        changed.state() == null ? source.state() : Payloads.of(Json.of(changed.state()));
    Budget budget = budget(journal);
    NewTask.Builder fork =
        NewTask.builder(id, source.agent(), source.ownerId(), Payload.EMPTY)
            .agentVersion(source.agentVersion())
            .title(changed.query().isEmpty() ? source.title() : TaskMaker.title(changed.query()))
            .fork(prefix(journal, fromTurn, changed, model), fromTurn)
            .state(state)
            .priority(source.priority())
            .limits(source.limits())
            .labels(source.labels());
    if (budget.wallClock() != null) {
      fork.deadline(budget.wallClock(), budget.onExceeded() == Budget.OnExceeded.PAUSE);
    }
    return client.enqueue(fork.build());
  }

  private static Budget budget(List<Content.At> journal) {
    return journal.getFirst().content() instanceof Content.Input input
        ? input.budget().orElse(Budget.unlimited())
        : Budget.unlimited();
  }

  private static List<Entry> prefix(
      List<Content.At> journal, int fromTurn, AgentContext changed, Optional<String> model) {
    List<Entry> prefix = new ArrayList<>();
    for (Content.At at : journal) {
      if (at.content() instanceof Content.Input input) {
        prefix.add(new Content.At(0, 0, 0, input(input, fromTurn, changed, model)).entry());
      } else if (at.turn() < fromTurn) {
        prefix.add(at.entry());
      }
    }
    if (fromTurn > 0) {
      added(changed)
          .forEach(
              message ->
                  prefix.add(
                      new Content.At(fromTurn, 0, 0, new Content.Steering(message)).entry()));
    }
    return prefix;
  }

  /** A fork from the first turn starts from what changed, where anything did. */
  private static Content.Input input(
      Content.Input input, int fromTurn, AgentContext changed, Optional<String> model) {
    boolean anew = fromTurn == 0 && !added(changed).isEmpty();
    return new Content.Input(
        anew ? changed.query() : input.query(),
        anew ? changed.messages() : input.messages(),
        input.maxTurns(),
        model.isPresent() ? model : input.model(),
        input.budget());
  }

  private static List<Message> added(AgentContext changed) {
    List<Message> added = new ArrayList<>(changed.messages());
    if (!changed.query().isEmpty()) {
      added.add(Message.user(changed.query()));
    }
    return added;
  }
}
