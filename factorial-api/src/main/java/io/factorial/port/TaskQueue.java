package io.factorial.port;

import io.factorial.task.SteeringMode;
import io.factorial.task.TaskId;
import io.factorial.wait.AnswerOutcome;
import java.time.Duration;
import java.util.List;

/**
 * Gives a task to one worker at a time, and changes it. Each call is one atomic step of the store:
 * state, queue, counters and durable events together.
 *
 * <p><b>Contract.</b> At any moment at most one lease on a task is live. No two leases on a task
 * are equal; fences grow, except after a failover that lost writes. What ended stays ended. The
 * rules of each transition, and the order of racing ones, are held by {@code TaskQueueContract} in
 * the testkit.
 *
 * <p><b>Time.</b> The store's clock decides, never the caller's. Durations count to the
 * millisecond. Ids, nonces, delays and jitter come from the caller.
 *
 * <p><b>Threads.</b> Any number of threads may call; calls for one lease are made one at a time. No
 * call waits for work: a worker that found nothing waits for {@link Signals#workAt} and asks again
 * once a second or so, since signals may be lost.
 *
 * <p><b>Faults.</b> {@link io.factorial.error.StoreException}: a retryable one may be made again
 * with the same operation id, whatever became of the first.
 *
 * @see "Burrows, The Chubby lock service, OSDI 2006: sequencers, here fences"
 * @see "Waldspurger, Weihl, Stride scheduling, MIT 1995: passes of owners"
 */
public interface TaskQueue {
  /**
   * Makes a task's id. Pure after start-up: the owner's partition and the nonce.
   *
   * @param ownerId the owner
   * @param nonce random, or derived from what makes the task unique
   * @return the id
   */
  TaskId id(String ownerId, Nonce nonce);

  /**
   * Stores and queues tasks. Any number; in chunks, each chunk atomic.
   *
   * @param tasks the tasks
   * @return an answer for each, in order
   */
  List<Enqueued> enqueue(List<NewTask> tasks);

  /**
   * Leases runnable tasks: the lowest pass among the owners of an agent first, among an owner's
   * tasks the lowest priority number, then the oldest. Makes or renews the worker's lease.
   *
   * @param worker who asks
   * @param wish its free slots
   * @return up to 32 tasks; empty when nothing is runnable. A call whose answer is lost leaves
   *     tasks that {@link #heartbeat} reports as unknown
   */
  List<LeasedTask> fetch(WorkerId worker, Wish wish);

  /**
   * Appends to a task within a turn. A completion opens the turn: messages from outside then wait
   * until the turn is committed.
   *
   * @param lease the right to write
   * @param write what is appended
   * @return whether it stands
   */
  WriteResult record(Lease lease, Write write);

  /**
   * Ends a turn, or the worker's hold on the task.
   *
   * @param lease the right to write
   * @param write what is appended first, in the same step
   * @param next what becomes of the task
   * @param refill the wish for the slot that this may free; its lease length renews the worker's
   *     lease. No wants for none
   * @return what became of it
   */
  CommitResult commit(Lease lease, Write write, Next next, Wish refill);

  /**
   * Keeps a worker's leases alive, everywhere at once.
   *
   * @param worker who beats
   * @param held what it holds
   * @return where store and worker differ
   */
  HeartbeatResult heartbeat(WorkerId worker, Held held);

  /**
   * Hands back all that a worker holds, and ends its lease.
   *
   * @param worker who stops
   * @return how many tasks were handed back
   */
  int release(WorkerId worker);

  /**
   * Answers a wait. The first answer counts; it may come before the task has parked.
   *
   * @param wait the wait
   * @param answer the answer
   * @param op the operation; the same one again is answered as the first time
   * @return what became of it
   */
  AnswerOutcome answer(WaitId wait, Answer answer, OpId op);

  /**
   * Puts messages into a task that has not ended, to be read at its next turn, in order.
   *
   * @param task the task
   * @param messages the messages, in the engine's codec
   * @param mode how the worker applies them
   * @param op the operation; the same one again changes nothing
   * @return accepted, unknown, refused when ended, or full at 1,000 messages
   */
  ChangeResult steer(TaskId task, List<Payload> messages, SteeringMode mode, OpId op);

  /**
   * Ends a task as cancelled, at once and in any status, and after it its descendants.
   *
   * @param task the task
   * @param reason why, for people
   * @return accepted, unknown, or refused when ended
   */
  ChangeResult cancel(TaskId task, String reason);

  /**
   * Makes a failed or paused task go on, with all its retries.
   *
   * @param task the task
   * @param how what changes
   * @param op the operation; the same one again changes nothing
   * @return accepted, unknown, or refused with the status
   */
  ChangeResult revive(TaskId task, Revival how, OpId op);

  /**
   * Changes or fires a schedule.
   *
   * @param change the change
   * @return what became of it
   */
  ScheduleResult schedule(ScheduleChange change);

  /**
   * Changes a limit of the queue.
   *
   * @param change the change
   */
  void limit(LimitChange change);

  /**
   * Does what is due: delayed and backed-off tasks, deadlines, reminders, dead workers, cascades of
   * cancellation, the collection of expired index entries. Any process may call it at any time.
   *
   * @param max how many due things at most
   * @param maxCollected how many expired index entries are removed at most, in one atomic step; 0
   *     for none
   * @param seed jitter for the back-off of recovered tasks
   * @return what it did, and when the next thing is due
   */
  TickResult tick(int max, int maxCollected, long seed);

  /**
   * Does what is due, and collects as much as it does.
   *
   * @param max how many due things, and how many expired index entries, at most
   * @param seed jitter for the back-off of recovered tasks
   * @return what it did, and when the next thing is due
   */
  default TickResult tick(int max, long seed) {
    return tick(max, max, seed);
  }

  /**
   * Makes an agent known: its first store call at each start of a process that runs it.
   *
   * @param card the agent
   */
  void register(AgentCard card);

  /**
   * Listens to the signals for a worker.
   *
   * @param worker who listens
   * @param signals what is called
   * @return the subscription, already active
   */
  Subscription listen(WorkerId worker, Signals signals);

  /** The longest time between two ticks of a started process. */
  Duration MAX_TICK_INTERVAL = Duration.ofSeconds(1);
}
