package io.factorial.engine.turn;

import io.factorial.engine.journal.Content;
import java.util.List;
import java.util.Set;

/**
 * Where a run records its steps: the store, under a lease, or memory for an inline run. One thread
 * records and commits; any thread may tell.
 */
public interface StepLog {
  /**
   * Records within the turn.
   *
   * @param step what is appended
   * @return whether it stands
   * @throws RunStopped when the run must stop
   */
  Recorded record(Step step);

  /**
   * Ends the turn, or the hold on it.
   *
   * @param step what is appended first
   * @param ending what becomes of the run
   * @return whether this run goes on
   * @throws RunStopped when the run must stop
   * @throws InterruptedException when the thread is interrupted
   */
  TurnEnd commit(Step step, Ending ending) throws InterruptedException;

  /**
   * Makes children from their record. A second pass finds them there.
   *
   * @param at the deferred call's place
   * @param callId the call's id
   */
  void spawn(Content.At at, String callId);

  /**
   * Waits a moment before a run parks, while nobody else wants its slot: what it waits for may be
   * short. It may park at any time, whatever came meanwhile.
   *
   * @param answers how many answers would let it go on
   * @param agents the agents of the children that it waits for
   * @throws InterruptedException when the thread is interrupted
   */
  void hold(int answers, Set<String> agents) throws InterruptedException;

  /**
   * Reads how the children of a call ended.
   *
   * @param callId the call's id
   * @return their ends, by index
   */
  List<ChildEnd> children(String callId);

  /**
   * Tells an event that is not recorded, to who listens now.
   *
   * @param event the event
   */
  void tell(EventDraft event);

  /**
   * Whether somebody listens to events that are not recorded.
   *
   * @return false when telling would reach nobody
   */
  boolean watched();

  /**
   * Whether the worker asks for the slot at the next step.
   *
   * @return true when the run should be handed back
   */
  boolean draining();

  /** What this log can do with results that are still to come. */
  enum Waiting {
    /** The run parks and goes on later. */
    PARKS,
    /** The run cannot wait. */
    UNSUPPORTED
  }

  /**
   * Whether runs can wait here.
   *
   * @return what becomes of a deferred result
   */
  Waiting waiting();
}
