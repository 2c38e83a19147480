package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.CommitResult;
import io.factorial.port.Entry;
import io.factorial.port.Lease;
import io.factorial.port.LeasedTask;
import io.factorial.port.NewEvent;
import io.factorial.port.NewWait;
import io.factorial.port.Next;
import io.factorial.port.Nonce;
import io.factorial.port.OpId;
import io.factorial.port.Payload;
import io.factorial.port.TaskQueue;
import io.factorial.port.WaitId;
import io.factorial.port.Wish;
import io.factorial.port.Write;
import io.factorial.port.WriteResult;
import io.factorial.run.RunError;
import io.factorial.task.TaskId;
import io.factorial.wait.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A task in a worker's hands: the lease, and what the worker knows of the journal. Its moves are
 * the worker's, each with a new operation id and the length that the worker expects. A move that is
 * not named {@code try…} fails the test when it is refused. For one thread.
 */
public final class Running {
  /** The worker's lease in these suites: that of the default settings. */
  public static final Duration LEASE = Duration.ofSeconds(8);

  private static final Duration LONG = Duration.ofDays(7);

  private final TaskQueue queue;
  private final LeasedTask leased;
  private long length;
  private int turn;

  /**
   * Takes a leased task into hand.
   *
   * @param queue the queue under test
   * @param leased what it gave
   */
  public Running(TaskQueue queue, LeasedTask leased) {
    this.queue = queue;
    this.leased = leased;
    this.length = leased.journal().size();
    this.turn = leased.task().turn();
  }

  /**
   * The task.
   *
   * @return its id
   */
  public TaskId id() {
    return leased.lease().task();
  }

  /**
   * The right to write.
   *
   * @return the lease
   */
  public Lease lease() {
    return leased.lease();
  }

  /**
   * The task as it was fetched.
   *
   * @return what the queue gave
   */
  public LeasedTask leased() {
    return leased;
  }

  /**
   * The turn that runs.
   *
   * @return the turn, from 0
   */
  public int turn() {
    return turn;
  }

  /**
   * The length of the journal, as far as the worker knows.
   *
   * @return the length that the next write expects
   */
  public long length() {
    return length;
  }

  /**
   * The name of a wait of this task.
   *
   * @param call the call
   * @return the wait's name
   */
  public WaitId waitId(String call) {
    return new WaitId(id(), call);
  }

  /**
   * An entry of this turn.
   *
   * @param kind what it is
   * @param index the call that it belongs to
   * @param text its content
   * @return the entry
   */
  public Entry entry(Entry.Kind kind, int index, String text) {
    return new Entry(turn, index, leased.task().attempt(), kind, Payload.utf8(text));
  }

  /**
   * An event of this turn.
   *
   * @param type its type
   * @return the event, with its type as payload
   */
  public NewEvent event(String type) {
    return new NewEvent(type, turn, leased.task().attempt(), "", Payload.utf8(type));
  }

  /**
   * A wait of this turn for a deferred tool, with a deadline in seven days.
   *
   * @param call the call
   * @param index its place in the turn
   * @return the wait
   */
  public NewWait deferred(String call, int index) {
    return waiting(Wait.Kind.DEFERRED_TOOL, call, index);
  }

  /**
   * A wait of this turn, with a deadline in seven days.
   *
   * @param kind what is waited for
   * @param call the call
   * @param index its place in the turn
   * @return the wait
   */
  public NewWait waiting(Wait.Kind kind, String call, int index) {
    return NewWait.of(kind, call, turn, index, "tool", LONG);
  }

  /**
   * Begins a write of this worker.
   *
   * @return a builder with a new operation and the expected length
   */
  public Write.Builder write() {
    return Write.builder(OpId.random(), length);
  }

  /**
   * Begins a write that ends a turn.
   *
   * @return a builder that holds the turn's record
   */
  public Write.Builder lastWrite() {
    return write().entry(entry(Entry.Kind.TURN, 0, "turn " + turn));
  }

  /**
   * Sends a write within a turn.
   *
   * @param write the write
   * @return the answer, whatever it is
   */
  public WriteResult tryRecord(Write write) {
    WriteResult result = queue.record(lease(), write);
    if (result instanceof WriteResult.Written written) {
      length = written.length();
    }
    return result;
  }

  /**
   * Sends a write that ends a turn, or the hold on the task; asks for no other task.
   *
   * @param write the write
   * @param next what becomes of the task
   * @return the answer, whatever it is
   */
  public CommitResult tryCommit(Write write, Next next) {
    return tryCommit(write, next, noRefill());
  }

  /**
   * Sends a write that ends a turn, or the hold on the task.
   *
   * @param write the write
   * @param next what becomes of the task
   * @param refill the wish for the slot that this may free
   * @return the answer, whatever it is
   */
  public CommitResult tryCommit(Write write, Next next, Wish refill) {
    CommitResult result = queue.commit(lease(), write, next, refill);
    switch (result) {
      case CommitResult.Continued continued -> {
        length = continued.length();
        turn += next instanceof Next.Continue ? 1 : 0;
      }
      case CommitResult.Reopened reopened -> {
        length = reopened.length();
        turn++;
      }
      case CommitResult.Released released -> {}
      case WriteResult.Refused refused -> {}
    }
    return result;
  }

  /**
   * Records a write within a turn.
   *
   * @param write the write
   * @return the answer
   */
  public WriteResult.Written record(Write write) {
    return accepted(tryRecord(write), WriteResult.Written.class);
  }

  /**
   * Records a step: one entry.
   *
   * @param kind what it is
   * @param index the call that it belongs to
   * @param text its content
   * @return the answer
   */
  public WriteResult.Written record(Entry.Kind kind, int index, String text) {
    return record(write().entry(entry(kind, index, text)).build());
  }

  /**
   * Records a completion that asks for calls, and with it the waits of those that may defer.
   *
   * @param waits the waits, to be RESERVED
   * @return the answer
   */
  public WriteResult.Written completion(NewWait... waits) {
    Write.Builder write = write().entry(entry(Entry.Kind.COMPLETION, 0, "completion"));
    for (NewWait wait : waits) {
      write.reserveWait(wait);
    }
    return record(write.build());
  }

  /**
   * Ends the turn and begins the next one.
   *
   * @return the answer
   */
  public CommitResult.Continued continueTurn() {
    return commit(new Next.Continue(false), CommitResult.Continued.class);
  }

  /**
   * Runs turns to their end, one after the other.
   *
   * @param turns how many
   */
  public void continueTurns(int turns) {
    for (int i = 0; i < turns; i++) {
      continueTurn();
    }
  }

  /**
   * Records a completion with these waits, and parks on them.
   *
   * @param waits the waits
   * @return the answer: parked
   */
  public CommitResult.Released parkOn(NewWait... waits) {
    completion(waits);
    return park(waits);
  }

  /**
   * Parks on waits that are reserved.
   *
   * @param waits the waits
   * @return the answer: parked
   */
  public CommitResult.Released park(NewWait... waits) {
    return commit(parking(waits), CommitResult.Released.class);
  }

  /**
   * Gives up the slot for a time.
   *
   * @param delay how long
   * @param counted whether a retry is used up
   * @return the answer
   */
  public CommitResult.Released backOff(Duration delay, boolean counted) {
    return commit(new Next.BackOff(delay, "503 test:model", counted), CommitResult.Released.class);
  }

  /**
   * Ends the task with an output.
   *
   * @param output the output
   * @return the answer: closed
   */
  public CommitResult.Released complete(String output) {
    return commit(completing(output), CommitResult.Released.class);
  }

  /**
   * Ends the task with an error.
   *
   * @param code the error's code
   * @return the answer
   */
  public CommitResult.Released fail(String code) {
    return commit(failing(code), CommitResult.Released.class);
  }

  /**
   * Pauses the task.
   *
   * @param reason why
   * @return the answer
   */
  public CommitResult.Released pause(String reason) {
    return commit(new Next.Pause(reason), CommitResult.Released.class);
  }

  /**
   * Hands the task back.
   *
   * @return the answer
   */
  public CommitResult.Released handBack() {
    return accepted(tryCommit(write().build(), new Next.HandBack()), CommitResult.Released.class);
  }

  /**
   * What parking asks for.
   *
   * @param waits the waits to open
   * @return the next, without events
   */
  public static Next.Park parking(NewWait... waits) {
    return new Next.Park(List.of(waits), List.of());
  }

  /**
   * What completing asks for.
   *
   * @param output the output
   * @return the next, without events
   */
  public static Next.Complete completing(String output) {
    return new Next.Complete(Payload.utf8(output), List.of(), List.of(), List.of());
  }

  /**
   * What failing asks for.
   *
   * @param code the error's code
   * @return the next
   */
  public static Next.Fail failing(String code) {
    return new Next.Fail(new RunError(code, "it went wrong", false));
  }

  /**
   * A wish that renews the worker's lease and asks for no task.
   *
   * @return a new wish
   */
  public static Wish noRefill() {
    return new Wish(Nonce.random(), LEASE, List.of());
  }

  /**
   * Takes the tasks that came with an answer into hand.
   *
   * @param released the answer
   * @return the tasks
   */
  public List<Running> next(CommitResult.Released released) {
    List<Running> tasks = new ArrayList<>();
    released.next().forEach(task -> tasks.add(new Running(queue, task)));
    return tasks;
  }

  @Override
  public String toString() {
    return leased.lease() + ", turn " + turn + ", length " + length;
  }

  private <R> R commit(Next next, Class<R> expected) {
    return accepted(tryCommit(lastWrite().build(), next), expected);
  }

  private <R> R accepted(Object result, Class<R> expected) {
    assertThat(result).as("answer to %s", this).isInstanceOf(expected);
    return expected.cast(result);
  }
}
