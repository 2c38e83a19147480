package io.factorial.engine.turn;

import io.factorial.engine.journal.Content;
import io.factorial.event.CompletionEvent;
import io.factorial.event.RunEvent;
import io.factorial.event.TaskEvent;
import io.factorial.event.TurnEvent;
import io.factorial.run.RunError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What becomes of a run whose turn failed: it is tried again, pauses, or has failed. */
final class Setbacks {
  private static final Duration BUDGET_WAIT = Duration.ofSeconds(1);

  private final LiveRun run;
  private final StepLog log;
  private final Draft draft;
  private final TurnSettings settings;
  private final Spending spending;
  private final TurnServices services;

  Setbacks(
      LiveRun run,
      StepLog log,
      Draft draft,
      TurnSettings settings,
      Spending spending,
      TurnServices services) {
    this.run = run;
    this.log = log;
    this.draft = draft;
    this.settings = settings;
    this.spending = spending;
    this.services = services;
  }

  /** What was committed. */
  sealed interface Outcome {
    /** The run has failed. */
    record Over(RunError error) implements Outcome {}

    /** A person must revive it. */
    record Paused() implements Outcome {}

    /** The turn is tried again. */
    record Again(TurnEnd end) implements Outcome {}
  }

  /**
   * Commits what a failure means.
   *
   * @param failure the failure
   * @param turnStartedAt when the turn began
   * @param calls tells of the model calls that failed in it
   * @return what was committed
   * @throws InterruptedException when the run is interrupted
   */
  Outcome commit(TurnFailure failure, Instant turnStartedAt, List<EventDraft> calls)
      throws InterruptedException {
    draft.forget();
    return switch (failure) {
      case TurnFailure.Fatal fatal -> fail(fatal.error(), turnStartedAt, calls);
      case TurnFailure.Transient passing -> retry(passing, turnStartedAt, calls);
      case TurnFailure.Unavailable unavailable ->
          backOff(
              draft.closing(told(new Step(), calls), false),
              unavailable.retryAfter(),
              unavailable.reason(),
              false);
      case TurnFailure.OverBudget over -> overBudget(over, turnStartedAt, calls);
      case TurnFailure.Incompatible incompatible -> pause("definition_incompatible");
    };
  }

  private static Step told(Step step, List<EventDraft> events) {
    events.forEach(step::tell);
    return step;
  }

  private Outcome overBudget(
      TurnFailure.OverBudget over, Instant turnStartedAt, List<EventDraft> calls)
      throws InterruptedException {
    if (over.onlyReserved()) {
      return backOff(draft.closing(new Step(), false), BUDGET_WAIT, "budget_wait", false);
    }
    if (spending.pauses()) {
      return pause("budget_exceeded");
    }
    RunError error =
        new RunError(
            "budget_exceeded",
            "budget: " + over.limit() + " is used up (expected: a larger budget)",
            false);
    return fail(error, turnStartedAt, calls);
  }

  private Outcome pause(String reason) throws InterruptedException {
    Step last = new Step().tell(EventDraft.of(meta -> new RunEvent.Paused(meta, reason)));
    log.commit(draft.closing(last, false), new Ending.Pause(reason));
    return new Outcome.Paused();
  }

  private Outcome retry(
      TurnFailure.Transient failure, Instant turnStartedAt, List<EventDraft> calls)
      throws InterruptedException {
    if (run.attempt() >= settings.maxRetries()) {
      RunError error =
          new RunError(
              "max_retries",
              failure.error().message() + " (after " + run.attempt() + " retries)",
              false);
      return fail(error, turnStartedAt, calls);
    }
    Duration delay =
        RetryPolicy.delay(run.attempt(), failure.retryAfter(), services.jitter().getAsDouble());
    Instant due = services.clock().now().plus(delay);
    Step retried =
        told(noted(failure.error(), turnStartedAt), calls)
            .tell(EventDraft.of(meta -> new TurnEvent.Failed(meta, failure.error(), turnStartedAt)))
            .tell(EventDraft.of(Completions.STEP, CompletionEvent.Superseded::new))
            .tell(EventDraft.of(meta -> new TaskEvent.Retried(meta, due)))
            .count("turn_failures", 1);
    return backOff(draft.closing(retried, false), delay, failure.error().message(), true);
  }

  /** What is left to be written, with a note of how the turn failed. */
  private Step noted(RunError error, Instant turnStartedAt) {
    long now = services.clock().now().toEpochMilli();
    Content failed = new Content.Failed(error, turnStartedAt.toEpochMilli(), now);
    return draft.takenOver().add(draft.at(0, failed));
  }

  private Outcome backOff(Step last, Duration delay, String reason, boolean counted)
      throws InterruptedException {
    run.retry(counted);
    return new Outcome.Again(
        log.commit(last.with(null, run.usage()), new Ending.BackOff(delay, reason, counted)));
  }

  private Outcome fail(RunError error, Instant turnStartedAt, List<EventDraft> calls)
      throws InterruptedException {
    run.retry(false);
    Step last =
        told(noted(error, turnStartedAt), calls)
            .tell(EventDraft.of(meta -> new TurnEvent.Failed(meta, error, turnStartedAt)))
            .tell(EventDraft.of(meta -> new TaskEvent.Failed(meta, error)))
            .tell(EventDraft.of(meta -> new RunEvent.Failed(meta, error)));
    log.commit(draft.closing(last, false).with(null, run.usage()), new Ending.Fail(error));
    return new Outcome.Over(error);
  }
}
