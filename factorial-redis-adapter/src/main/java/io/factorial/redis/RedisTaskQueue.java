package io.factorial.redis;

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
import java.util.List;

/** The queue on Redis: says which partition a call goes to; each transition is one script there. */
final class RedisTaskQueue implements TaskQueue {
  private final Partitions partitions;
  private final Enqueues enqueues;
  private final Fetches fetches;
  private final Writes writes;
  private final Workers workers;
  private final Changes changes;
  private final Ticks ticks;
  private final Settings settings;
  private final Calls calls;

  RedisTaskQueue(
      Partitions partitions, Permits permits, Workers workers, Settings settings, Calls calls) {
    this.partitions = partitions;
    this.enqueues = new Enqueues(partitions);
    this.fetches = new Fetches(partitions, permits);
    this.writes = new Writes(partitions, permits);
    this.workers = workers;
    this.changes = new Changes(partitions);
    this.ticks = new Ticks(partitions);
    this.settings = settings;
    this.calls = calls;
  }

  @Override
  public TaskId id(String ownerId, Nonce nonce) {
    return new TaskId(partitions.ofOwner(ownerId).number() + "-" + nonce);
  }

  @Override
  public List<Enqueued> enqueue(List<NewTask> tasks) {
    return enqueues.enqueue(tasks);
  }

  @Override
  public List<LeasedTask> fetch(WorkerId worker, Wish wish) {
    return fetches.fetch(worker, wish);
  }

  @Override
  public WriteResult record(Lease lease, Write write) {
    return writes.record(lease, write);
  }

  @Override
  public CommitResult commit(Lease lease, Write write, Next next, Wish refill) {
    return writes.commit(lease, write, next, refill);
  }

  @Override
  public HeartbeatResult heartbeat(WorkerId worker, Held held) {
    return workers.beat(worker, held);
  }

  @Override
  public int release(WorkerId worker) {
    return workers.release(worker);
  }

  @Override
  public AnswerOutcome answer(WaitId wait, Answer answer, OpId op) {
    return changes.answer(wait, answer, op);
  }

  @Override
  public ChangeResult steer(TaskId task, List<Payload> messages, SteeringMode mode, OpId op) {
    return changes.steer(task, messages, mode, op);
  }

  @Override
  public ChangeResult cancel(TaskId task, String reason) {
    return changes.cancel(task, reason);
  }

  @Override
  public ChangeResult revive(TaskId task, Revival how, OpId op) {
    return changes.revive(task, how, op);
  }

  @Override
  public ScheduleResult schedule(ScheduleChange change) {
    return settings.schedule(change);
  }

  @Override
  public void limit(LimitChange change) {
    settings.limit(change);
  }

  @Override
  public TickResult tick(int max, int maxCollected, long seed) {
    return ticks.tick(max, maxCollected, seed);
  }

  @Override
  public void register(AgentCard card) {
    settings.register(card);
  }

  @Override
  public Subscription listen(WorkerId worker, Signals signals) {
    return calls.listen(worker, signals);
  }
}
