package io.factorial.engine.client;

import io.factorial.agent.AgentContext;
import io.factorial.engine.journal.Content;
import io.factorial.engine.journal.Payloads;
import io.factorial.error.UnknownTaskException;
import io.factorial.json.Json;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.port.Entry;
import io.factorial.port.ModelLimits;
import io.factorial.port.Nonce;
import io.factorial.port.Operations;
import io.factorial.port.Payload;
import io.factorial.port.StepRow;
import io.factorial.port.TaskRecord;
import io.factorial.port.TaskStore;
import io.factorial.port.Transcript;
import io.factorial.port.WaitRow;
import io.factorial.task.BatchHandle;
import io.factorial.task.BatchId;
import io.factorial.task.EnqueueOptions;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskId;
import io.factorial.wait.WaitFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What extensions may do with an orchestrator. Thread-safe. */
final class EngineOperations implements Operations {
  private static final int ENTRIES_PER_CALL = 500;
  private static final int MOST_ENTRIES = 5_000;
  private static final int MOST_WAITS = 500;

  private final EngineOrchestrator orchestrator;
  private final Client client;
  private final NamedAgent.Directory agents;

  EngineOperations(EngineOrchestrator orchestrator, Client client) {
    this.orchestrator = orchestrator;
    this.client = client;
    this.agents = new NamedAgent.Directory(client.ports().store());
  }

  @Override
  public Orchestrator orchestrator() {
    return orchestrator;
  }

  @Override
  public TaskStore store() {
    return client.ports().store();
  }

  @Override
  public ModelLimits models() {
    return client.ports().limits();
  }

  @Override
  public boolean isClosing() {
    return orchestrator.isClosing();
  }

  @Override
  public TaskHandle<Json> enqueue(
      String agent,
      String ownerId,
      AgentContext context,
      EnqueueOptions options,
      @Nullable String key) {
    orchestrator.ensureRegistered();
    NamedAgent named = agents.find(agent);
    TaskId id = client.ports().queue().id(ownerId, nonce("task", ownerId, key));
    TaskId stored =
        client.enqueue(orchestrator.maker().named(id, named, ownerId, context, options).build());
    return new StoredTask<>(stored, client, Results.json());
  }

  @Override
  public BatchHandle<Json> enqueueBatch(
      String agent,
      String ownerId,
      List<AgentContext> contexts,
      EnqueueOptions options,
      @Nullable String key) {
    orchestrator.ensureRegistered();
    NamedAgent named = agents.find(agent);
    TaskMaker maker = orchestrator.maker();
    return batch(
        Batches.enqueue(
            client,
            ownerId,
            contexts,
            options,
            nonce("batch", ownerId, key),
            (id, context) -> maker.named(id, named, ownerId, context, options)));
  }

  @Override
  public TaskHandle<Json> fork(
      TaskId task,
      int fromTurn,
      AgentContext changed,
      @Nullable String model,
      @Nullable String key) {
    return new StoredTask<>(task, client, Results.json())
        .fork(fromTurn, changed, Optional.ofNullable(model), nonce("fork", task.value(), key));
  }

  /** The same scope and key again name the same thing: in every process, after every restart. */
  private static Nonce nonce(String kind, String scope, @Nullable String key) {
    return key == null
        ? Nonce.random()
        : Nonce.derived("idempotency/" + kind + "/" + scope.length() + "/" + scope + "/" + key);
  }

  @Override
  public BatchHandle<Json> batch(BatchId id) {
    return new StoredBatch<>(id, client, Results.json(), OptionalInt.empty());
  }

  @Override
  public List<StepRow> steps(TaskId id) {
    TaskRecord task = store().task(id).orElseThrow(() -> new UnknownTaskException(id));
    List<WaitRow> waits =
        task.openWaits() == 0
            ? List.of()
            : store().waits(WaitFilter.task(id), null, MOST_WAITS).items();
    return Steps.of(task, journal(task), waits);
  }

  private List<Content.At> journal(TaskRecord task) {
    List<Content.At> contents = new ArrayList<>();
    long from = Math.max(0, task.length() - MOST_ENTRIES);
    List<Entry> page;
    do {
      page = store().journal(task.id(), from + contents.size(), ENTRIES_PER_CALL);
      page.forEach(entry -> contents.add(Content.At.of(entry)));
    } while (page.size() == ENTRIES_PER_CALL && contents.size() < MOST_ENTRIES);
    return contents;
  }

  @Override
  public Transcript transcript(TaskId id, long from, int max) {
    return Transcripts.read(store(), id, from, max);
  }

  @Override
  public Json json(Payload payload) {
    return Payloads.json(payload);
  }
}
