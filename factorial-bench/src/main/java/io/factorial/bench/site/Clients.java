package io.factorial.bench.site;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.task.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Clients that enqueue at the same time. */
public final class Clients {
  private static final int NUMBER = 64;

  private Clients() {}

  /**
   * Enqueues tasks from many threads.
   *
   * @param orchestrator where
   * @param agent the agent
   * @param context what each task starts from
   * @param tasks how many
   * @param owners the owner of each
   * @return their ids
   * @throws InterruptedException when the thread is interrupted
   */
  public static List<TaskId> enqueue(
      Orchestrator orchestrator,
      Agent<String> agent,
      AgentContext context,
      int tasks,
      IntFunction<String> owners)
      throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    List<TaskId> ids = new ArrayList<>(tasks);
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<TaskId>>> parts = new ArrayList<>();
      for (int client = 0; client < NUMBER; client++) {
        parts.add(
            clients.submit(
                () -> {
                  List<TaskId> part = new ArrayList<>();
                  for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
                    part.add(orchestrator.enqueue(agent, owners.apply(i), context).id());
                  }
                  return part;
                }));
      }
      for (Future<List<TaskId>> part : parts) {
        ids.addAll(part.get());
      }
    } catch (ExecutionException failed) {
      throw new IllegalStateException("enqueue: " + failed.getCause(), failed);
    }
    return ids;
  }
}
