package io.factorial.engine.client;

import io.factorial.agent.AgentContext;
import io.factorial.budget.Budget;
import io.factorial.engine.journal.Content;
import io.factorial.engine.journal.Conversation;
import io.factorial.engine.journal.Payloads;
import io.factorial.engine.turn.Budgets;
import io.factorial.error.AwaitTimeoutException;
import io.factorial.error.SteeringFullException;
import io.factorial.error.TaskOverException;
import io.factorial.error.TaskStateException;
import io.factorial.error.UnknownTaskException;
import io.factorial.event.EventFilter;
import io.factorial.event.EventStream;
import io.factorial.message.Message;
import io.factorial.port.ChangeResult;
import io.factorial.port.Entry;
import io.factorial.port.Nonce;
import io.factorial.port.OpId;
import io.factorial.port.Payload;
import io.factorial.port.Revival;
import io.factorial.port.TaskRecord;
import io.factorial.run.RunResult;
import io.factorial.task.SteeringMode;
import io.factorial.task.TaskData;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A task of the store, by its id. Holds nothing but the id; thread-safe. */
final class StoredTask<O> implements TaskHandle<O> {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int ENTRIES_PER_CALL = 500;

  private final TaskId id;
  private final Client client;
  private final Results<O> results;

  StoredTask(TaskId id, Client client, Results<O> results) {
    this.id = id;
    this.client = client;
    this.results = results;
  }

  @Override
  public TaskId id() {
    return id;
  }

  @Override
  public TaskStatus status() {
    return stored().status();
  }

  @Override
  public TaskData data() {
    return Results.data(stored());
  }

  @Override
  public List<Message> messages() {
    stored();
    return conversation().messages();
  }

  private Conversation conversation() {
    Conversation conversation = new Conversation();
    for (Content.At at : journal()) {
      conversation.append(at);
    }
    return conversation;
  }

  private List<Content.At> journal() {
    List<Content.At> contents = new ArrayList<>();
    List<Entry> page;
    do {
      page = client.ports().store().journal(id, contents.size(), ENTRIES_PER_CALL);
      page.forEach(entry -> contents.add(Content.At.of(entry)));
    } while (page.size() == ENTRIES_PER_CALL);
    return contents;
  }

  @Override
  public Optional<RunResult<O>> result() {
    TaskRecord record = stored();
    return record.status().isOver()
        ? Optional.of(results.result(record, () -> conversation().messages()))
        : Optional.empty();
  }

  @Override
  public RunResult<O> await(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    EventFilter ends = EventFilter.task(id).types("run_completed", "run_failed", "run_cancelled");
    try (EventStream events = client.subscribe(ends)) {
      while (true) {
        Optional<RunResult<O>> result = result();
        if (result.isPresent()) {
          return result.get();
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          TaskRecord record = stored();
          throw new AwaitTimeoutException(
              id, record.status(), record.reason().isEmpty() ? null : record.reason());
        }
        // The event is a hint; the record is looked at once a second all the same.
        events.poll(Duration.ofNanos(Math.min(left, LOOK.toNanos())));
      }
    }
  }

  @Override
  public void steer(Message... messages) {
    steer(SteeringMode.NEXT_TURN, messages);
  }

  @Override
  public void steer(SteeringMode mode, Message... messages) {
    List<Payload> payloads = new ArrayList<>(messages.length);
    for (Message message : messages) {
      payloads.add(Payloads.of(new Content.Steering(message)));
    }
    if (payloads.isEmpty()) {
      return;
    }
    OpId op = OpId.random();
    switch (client.ports().queue().steer(id, payloads, mode, op)) {
      case ChangeResult.Accepted accepted -> {}
      case ChangeResult.Unknown unknown -> throw new UnknownTaskException(id);
      case ChangeResult.Refused refused ->
          throw new TaskOverException(id, refused.status(), "steered");
      case ChangeResult.Full full -> throw new SteeringFullException(id);
    }
  }

  @Override
  public void cancel() {
    switch (client.ports().queue().cancel(id, "cancelled by a caller")) {
      case ChangeResult.Accepted accepted -> {}
      case ChangeResult.Unknown unknown -> throw new UnknownTaskException(id);
      case ChangeResult.Refused refused ->
          throw new TaskOverException(id, refused.status(), "cancelled");
      case ChangeResult.Full full -> throw new IllegalStateException("cancel: inbox full");
    }
  }

  @Override
  public void retry() {
    revive(TaskStatus.FAILED, null);
  }

  @Override
  public void retry(Budget raised) {
    revive(TaskStatus.FAILED, raised);
  }

  @Override
  public void resume() {
    revive(TaskStatus.PAUSED, null);
  }

  @Override
  public void resume(Budget raised) {
    revive(TaskStatus.PAUSED, raised);
  }

  private void revive(TaskStatus expected, @Nullable Budget raised) {
    TaskRecord record = stored();
    if (record.status() != expected) {
      throw new TaskStateException(id, record.status(), expected.name());
    }
    revive(
        raised == null
            ? Revival.PLAIN
            : new Revival(Budgets.raised(record.limits(), raised), raised.wallClock()),
        expected.name());
  }

  private void revive(Revival how, String expected) {
    switch (client.ports().queue().revive(id, how, OpId.random())) {
      case ChangeResult.Accepted accepted -> {}
      case ChangeResult.Unknown unknown -> throw new UnknownTaskException(id);
      case ChangeResult.Refused refused ->
          throw new TaskStateException(id, refused.status(), expected);
      case ChangeResult.Full full -> throw new IllegalStateException("revive: inbox full");
    }
  }

  @Override
  public TaskHandle<O> fork(int fromTurn, AgentContext changed) {
    return fork(fromTurn, changed, Optional.empty());
  }

  @Override
  public TaskHandle<O> fork(int fromTurn, AgentContext changed, String model) {
    return fork(fromTurn, changed, Optional.of(model));
  }

  private TaskHandle<O> fork(int fromTurn, AgentContext changed, Optional<String> model) {
    return fork(fromTurn, changed, model, Nonce.random());
  }

  TaskHandle<O> fork(int fromTurn, AgentContext changed, Optional<String> model, Nonce nonce) {
    TaskId forked = Forks.fork(client, stored(), journal(), fromTurn, changed, model, nonce);
    return new StoredTask<>(forked, client, results);
  }

  @Override
  public EventStream events() {
    return client.subscribe(EventFilter.task(id));
  }

  private TaskRecord stored() {
    return client.ports().store().task(id).orElseThrow(() -> new UnknownTaskException(id));
  }

  @Override
  public String toString() {
    return "task " + id;
  }
}
