package io.factorial.inmemory;

import io.factorial.port.AgentCard;
import io.factorial.port.Answer;
import io.factorial.port.ChangeResult;
import io.factorial.port.CommitResult;
import io.factorial.port.Enqueued;
import io.factorial.port.HeartbeatResult;
import io.factorial.port.Held;
import io.factorial.port.Lease;
import io.factorial.port.LeasedTask;
import io.factorial.port.LimitChange;
import io.factorial.port.NewTask;
import io.factorial.port.Next;
import io.factorial.port.Nonce;
import io.factorial.port.OpId;
import io.factorial.port.Payload;
import io.factorial.port.Revival;
import io.factorial.port.ScheduleChange;
import io.factorial.port.ScheduleResult;
import io.factorial.port.Signals;
import io.factorial.port.Subscription;
import io.factorial.port.TaskQueue;
import io.factorial.port.TickResult;
import io.factorial.port.WaitId;
import io.factorial.port.Wish;
import io.factorial.port.WorkerId;
import io.factorial.port.Write;
import io.factorial.port.WriteResult;
import io.factorial.task.SteeringMode;
import io.factorial.task.TaskId;
import io.factorial.wait.AnswerOutcome;
import java.util.ArrayList;
import java.util.List;

/** The queue over the one store of this process. */
final class InMemoryTaskQueue implements TaskQueue {
  /** The only partition. */
  private static final String PARTITION = "0-";

  /** How many tasks one step enqueues, so that others are let in between. */
  private static final int CHUNK = 200;

  private final Store store;

  InMemoryTaskQueue(Store store) {
    this.store = store;
  }

  @Override
  public TaskId id(String ownerId, Nonce nonce) {
    return new TaskId(PARTITION + nonce);
  }

  @Override
  public List<Enqueued> enqueue(List<NewTask> tasks) {
    List<Enqueued> answers = new ArrayList<>(tasks.size());
    for (int from = 0; from < tasks.size(); from += CHUNK) {
      List<NewTask> chunk = tasks.subList(from, Math.min(from + CHUNK, tasks.size()));
      answers.addAll(store.change(() -> chunk.stream().map(store.enqueuing::enqueue).toList()));
    }
    return List.copyOf(answers);
  }

  @Override
  public List<LeasedTask> fetch(WorkerId worker, Wish wish) {
    return store.change(() -> store.fetching.fetch(worker, wish));
  }

  @Override
  public WriteResult record(Lease lease, Write write) {
    return store.change(() -> store.writing.record(lease, write));
  }

  @Override
  public CommitResult commit(Lease lease, Write write, Next next, Wish refill) {
    return store.change(() -> store.committing.commit(lease, write, next, refill));
  }

  @Override
  public HeartbeatResult heartbeat(WorkerId worker, Held held) {
    return store.change(() -> store.beating.beat(worker, held));
  }

  @Override
  public int release(WorkerId worker) {
    return store.change(() -> store.beating.release(worker));
  }

  @Override
  public AnswerOutcome answer(WaitId wait, Answer answer, OpId op) {
    return store.change(() -> answerNow(wait, answer, op));
  }

  private AnswerOutcome answerNow(WaitId id, Answer answer, OpId op) {
    StoredTask task = store.tasks.find(id.task());
    StoredWait wait = task == null ? null : task.waits.get(id.call());
    return task == null || wait == null
        ? AnswerOutcome.UNKNOWN
        : store.waiting.answer(task, wait, answer, op);
  }

  @Override
  public ChangeResult steer(TaskId task, List<Payload> messages, SteeringMode mode, OpId op) {
    return store.change(() -> store.changing.steer(task, messages, mode, op));
  }

  @Override
  public ChangeResult cancel(TaskId task, String reason) {
    return store.change(() -> store.changing.cancel(task, reason));
  }

  @Override
  public ChangeResult revive(TaskId task, Revival how, OpId op) {
    return store.change(() -> store.changing.revive(task, how, op));
  }

  @Override
  public ScheduleResult schedule(ScheduleChange change) {
    return store.change(() -> store.schedules.change(change));
  }

  @Override
  public void limit(LimitChange change) {
    store.change(() -> limitNow(change));
  }

  private LimitChange limitNow(LimitChange change) {
    store.limits.change(change);
    switch (change) {
      case LimitChange.OwnerWeight weight -> {}
      case LimitChange.OwnerTasks tasks -> store.lifecycle.letIn(tasks.ownerId());
      case LimitChange.AgentTasks tasks -> store.signals.ring(tasks.agent());
    }
    return change;
  }

  @Override
  public TickResult tick(int max, int maxCollected, long seed) {
    return store.change(() -> store.ticking.tick(max, maxCollected, seed));
  }

  @Override
  public void register(AgentCard card) {
    store.change(() -> registerNow(card));
  }

  private AgentCard registerNow(AgentCard card) {
    store.agents.register(card);
    return card;
  }

  @Override
  public Subscription listen(WorkerId worker, Signals signals) {
    return store.signals.listen(worker, signals);
  }
}
