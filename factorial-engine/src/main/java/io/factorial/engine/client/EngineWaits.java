package io.factorial.engine.client;

import io.factorial.engine.journal.Payloads;
import io.factorial.engine.journal.WaitAnswer;
import io.factorial.engine.turn.CallWaits;
import io.factorial.json.Json;
import io.factorial.port.Answer;
import io.factorial.port.OpId;
import io.factorial.port.Page;
import io.factorial.port.WaitId;
import io.factorial.port.WaitRow;
import io.factorial.task.TaskId;
import io.factorial.wait.AnswerOutcome;
import io.factorial.wait.Wait;
import io.factorial.wait.WaitFilter;
import io.factorial.wait.Waits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The waits of the store. Thread-safe. */
final class EngineWaits implements Waits {
  private static final int PER_CALL = 500;

  private final Client client;

  EngineWaits(Client client) {
    this.client = client;
  }

  @Override
  public List<Wait> list(WaitFilter filter) {
    List<Wait> waits = new ArrayList<>();
    @Nullable String after = null;
    do {
      Page<WaitRow> page = client.ports().store().waits(filter, after, PER_CALL);
      page.items().forEach(row -> waits.add(shown(row)));
      after = page.next().orElse(null);
    } while (after != null);
    return waits;
  }

  private static Wait shown(WaitRow row) {
    Json.Obj arguments =
        row.arguments().isEmpty() || !(Payloads.json(row.arguments()) instanceof Json.Obj object)
            ? Json.Obj.of()
            : object;
    return new Wait(
        row.id().task(),
        row.id().call(),
        row.kind(),
        row.agent(),
        row.ownerId(),
        row.tool(),
        arguments,
        row.argumentsHash(),
        row.question(),
        row.since(),
        Optional.ofNullable(row.deadline()));
  }

  @Override
  public AnswerOutcome approve(Wait seen) {
    return answer(seen, new WaitAnswer.Approved(Optional.empty()));
  }

  @Override
  public AnswerOutcome approveWith(Wait seen, Object editedArguments) {
    return answer(seen, edited(editedArguments));
  }

  @Override
  public AnswerOutcome reject(Wait seen, String reason) {
    return answer(seen, new WaitAnswer.Rejected(reason));
  }

  @Override
  public AnswerOutcome approve(TaskId taskId, String toolCallId) {
    return answer(taskId, toolCallId, new WaitAnswer.Approved(Optional.empty()), null);
  }

  @Override
  public AnswerOutcome approveWith(TaskId taskId, String toolCallId, Object editedArguments) {
    return answer(taskId, toolCallId, edited(editedArguments), null);
  }

  @Override
  public AnswerOutcome reject(TaskId taskId, String toolCallId, String reason) {
    return answer(taskId, toolCallId, new WaitAnswer.Rejected(reason), null);
  }

  AnswerOutcome complete(TaskId taskId, String toolCallId, @Nullable Object result) {
    return answer(
        new WaitId(taskId, toolCallId),
        new WaitAnswer.Value(Json.of(result)),
        null,
        Wait.Kind.DEFERRED_TOOL);
  }

  private static WaitAnswer edited(Object arguments) {
    if (Json.of(arguments) instanceof Json.Obj object) {
      return new WaitAnswer.Approved(Optional.of(object));
    }
    throw new IllegalArgumentException(
        "edited arguments: " + arguments.getClass().getName() + " (expected: a JSON object)");
  }

  private AnswerOutcome answer(Wait seen, WaitAnswer answer) {
    return answer(seen.taskId(), seen.toolCallId(), answer, seen.argumentsHash());
  }

  private AnswerOutcome answer(
      TaskId task, String call, WaitAnswer answer, @Nullable String argumentsHash) {
    return answer(new WaitId(task, call), answer, argumentsHash, Wait.Kind.APPROVAL);
  }

  private AnswerOutcome answer(
      WaitId wait, WaitAnswer answer, @Nullable String argumentsHash, Wait.Kind kind) {
    return client
        .ports()
        .queue()
        .answer(wait, new Answer(CallWaits.encoded(answer), argumentsHash, kind), OpId.random());
  }
}
