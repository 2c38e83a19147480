package io.factorial.engine.client;

import io.factorial.agent.AgentContext;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.port.BatchMember;
import io.factorial.port.Enqueued;
import io.factorial.port.NewTask;
import io.factorial.port.Nonce;
import io.factorial.port.TaskQueue;
import io.factorial.task.BatchId;
import io.factorial.task.EnqueueOptions;
import io.factorial.task.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** Enqueues several tasks as one batch. The ids of all of them follow from one nonce. */
final class Batches {
  private Batches() {}

  /**
   * Enqueues a batch.
   *
   * @param nonce names the batch; the same one again finds it
   * @param make makes the task of an id and a context
   */
  static BatchId enqueue(
      Client client,
      String ownerId,
      List<AgentContext> contexts,
      EnqueueOptions options,
      Nonce nonce,
      BiFunction<TaskId, AgentContext, NewTask.Builder> make) {
    if (contexts.isEmpty() || options.dedupKey() != null) {
      throw new InvalidDefinitionException(
          "batch: "
              + (contexts.isEmpty() ? "no task" : "one dedupKey for all its tasks")
              + " (expected: at least one task, and no dedupKey)");
    }
    TaskQueue queue = client.ports().queue();
    BatchId batch = new BatchId(queue.id(ownerId, nonce).value());
    List<NewTask> tasks = new ArrayList<>(contexts.size());
    for (AgentContext context : contexts) {
      TaskId id = queue.id(ownerId, Nonce.derived(nonce.value() + "/" + tasks.size()));
      BatchMember member = new BatchMember(batch, contexts.size(), tasks.size());
      tasks.add(make.apply(id, context).batch(member).build());
    }
    for (Enqueued enqueued : queue.enqueue(tasks)) {
      if (enqueued instanceof Enqueued.Refused refused) {
        throw Client.refused(tasks.getFirst().agent(), refused);
      }
    }
    return batch;
  }
}
