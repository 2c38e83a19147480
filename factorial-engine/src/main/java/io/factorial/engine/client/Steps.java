package io.factorial.engine.client;

import io.factorial.budget.Usage;
import io.factorial.engine.journal.Content;
import io.factorial.engine.journal.Deferral;
import io.factorial.message.ToolCall;
import io.factorial.port.StepRow;
import io.factorial.port.StepRow.Kind;
import io.factorial.port.StepRow.State;
import io.factorial.port.TaskRecord;
import io.factorial.port.WaitRow;
import io.factorial.run.RunError;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import io.factorial.wait.Wait;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads from a journal what a task did when. Entries that were written before times were kept leave
 * pieces without an end. For one reading.
 */
final class Steps {
  private static final RunError WORKER_LOST =
      new RunError("worker_lost", "its worker was lost before it was recorded", true);

  private final TaskRecord task;
  private final Map<String, WaitRow> waits = new HashMap<>();
  private final List<StepRow> rows = new ArrayList<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  /** Calls of the open turn without a result, and the waits among them. */
  private final TreeMap<Integer, ToolCall> open = new TreeMap<>();

  private final TreeMap<Integer, Waiting> waiting = new TreeMap<>();
  private Instant last;
  private String queuedFor = "queue";
  private int turn;
  private int attempt;
  private long fence;
  private @Nullable String worker;

  private record Waiting(Deferral deferral, Instant since) {}

  private Steps(TaskRecord task, List<WaitRow> waits) {
    this.task = task;
    this.last = task.createdAt();
    waits.forEach(wait -> this.waits.put(wait.id().call(), wait));
  }

  /**
   * Reads the pieces.
   *
   * @param task the task
   * @param journal its journal, or the end of it
   * @param waits its open waits
   * @return in the order in which they began
   */
  static List<StepRow> of(TaskRecord task, List<Content.At> journal, List<WaitRow> waits) {
    Steps steps = new Steps(task, waits);
    journal.forEach(steps::add);
    steps.now();
    steps.rows.sort(Comparator.comparing(StepRow::startedAt));
    return steps.rows;
  }

  private void add(Content.At at) {
    turn = at.turn();
    attempt = at.attempt();
    switch (at.content()) {
      case Content.Pickup pickup -> pickup(pickup);
      case Content.Completion completion -> completion(completion);
      case Content.Result result -> result(at.index(), result);
      case Content.Deferred deferred ->
          waiting.put(at.index(), new Waiting(deferred.deferral(), time(deferred.atMillis())));
      case Content.Failed failed -> failed(failed);
      case Content.TurnEnd end -> end(end);
      case Content.Output output -> {}
      case Content.Input input -> {}
      case Content.Edited edited -> {}
      case Content.Question question -> {}
      case Content.Claim claim -> {}
      case Content.Feedback feedback -> {}
      case Content.Summary summary -> {}
      case Content.Steering steering -> {}
      case Content.Unreadable unreadable -> {}
      case Content.Answered answered -> {}
    }
  }

  private Instant time(long millis) {
    return millis > 0 ? Instant.ofEpochMilli(millis) : last;
  }

  private void pickup(Content.Pickup pickup) {
    Instant taken = time(pickup.atMillis());
    Instant started = task.startedAt();
    // A recovery makes a fence too, which nobody works under.
    if (pickup.fence() > fence + 1) {
      last = fence == 0 && started != null ? started : last;
      lost(taken);
    } else if (waiting.isEmpty() && taken.isAfter(last)) {
      row(Kind.QUEUE, 0, queuedFor, State.DONE, last).to(taken).add();
    }
    fence = pickup.fence();
    worker = pickup.worker();
    last = taken;
  }

  /** What a worker did when it was lost: it was found out when another one took the task. */
  private void lost(Instant found) {
    boolean any = false;
    for (Map.Entry<Integer, ToolCall> call : open.entrySet()) {
      if (!waiting.containsKey(call.getKey())) {
        any = true;
        row(Kind.TOOL, call.getKey(), call.getValue().name(), State.SUPERSEDED, last)
            .call(call.getValue().id())
            .error(WORKER_LOST)
            .to(found)
            .add();
      }
    }
    if (!any && open.isEmpty()) {
      row(Kind.COMPLETION, 0, "model", State.SUPERSEDED, last).error(WORKER_LOST).to(found).add();
    }
  }

  private void completion(Content.Completion completion) {
    Instant start = completion.startedAt();
    Row row =
        row(Kind.COMPLETION, 0, completion.response().model(), State.DONE, start)
            .usage(completion.response().usage());
    if (completion.firstTokenMillis() >= 0) {
      row.first(start.plusMillis(completion.firstTokenMillis()));
    }
    if (completion.tookMillis() >= 0) {
      last = start.plusMillis(completion.tookMillis());
      row.to(last);
    }
    row.add();
    open.clear();
    waiting.clear();
    List<ToolCall> calls = completion.response().message().toolCalls();
    for (int i = 0; i < calls.size(); i++) {
      open.put(i, calls.get(i));
    }
  }

  private void result(int index, Content.Result result) {
    Instant start = time(result.startedMillis());
    Waiting waited = waiting.remove(index);
    if (waited != null) {
      wait(index, waited, State.DONE).to(start).add();
    }
    boolean ran = waited == null || waited.deferral() instanceof Deferral.Approval;
    if (ran) {
      String name = result.output().tool();
      State state = result.output().error() ? State.FAILED : State.DONE;
      row(Kind.TOOL, index, name, state, start)
          .call(result.output().toolCallId())
          .to(start.plusMillis(result.tookMillis()))
          .add();
    }
    Instant end = start.plusMillis(result.tookMillis());
    last = end.isAfter(last) ? end : last;
    open.remove(index);
  }

  private Row wait(int index, Waiting waited, State state) {
    ToolCall call = open.get(index);
    boolean children = waited.deferral() instanceof Deferral.Children;
    Row row =
        row(
            children ? Kind.CHILD : Kind.WAIT,
            index,
            call == null ? "" : call.name(),
            state,
            waited.since());
    if (call != null) {
      row.call(call.id());
      Optional.ofNullable(waits.get(call.id())).map(WaitRow::deadline).ifPresent(row::deadline);
    }
    return row.waits(kind(waited.deferral())).children(children(index, waited.deferral()));
  }

  private static Wait.Kind kind(Deferral deferral) {
    return switch (deferral) {
      case Deferral.External external -> Wait.Kind.DEFERRED_TOOL;
      case Deferral.Approval approval -> Wait.Kind.APPROVAL;
      case Deferral.Timer timer -> Wait.Kind.TIMER;
      case Deferral.Children children ->
          children.children().size() == 1 ? Wait.Kind.CHILD_TASK : Wait.Kind.BATCH;
    };
  }

  private List<TaskId> children(int index, Deferral deferral) {
    List<TaskId> ids = new ArrayList<>();
    if (deferral instanceof Deferral.Children children) {
      for (int i = 0; i < children.children().size(); i++) {
        ids.add(task.id().child(turn, index, i));
      }
    }
    return ids;
  }

  private void failed(Content.Failed failed) {
    Instant end = time(failed.atMillis());
    row(Kind.COMPLETION, 0, "model", State.FAILED, time(failed.startedMillis()))
        .error(failed.error())
        .to(end)
        .add();
    last = end;
    queuedFor = "back-off";
  }

  private void end(Content.TurnEnd end) {
    last = time(end.atMillis());
    if (end.closed()) {
      open.clear();
      waiting.clear();
      queuedFor = "queue";
    }
  }

  /** What the task does now. */
  private void now() {
    TaskStatus status = task.status();
    boolean over = status.isOver();
    Instant ended = task.endedAt();
    waiting.forEach(
        (index, waited) -> {
          Row row = wait(index, waited, over ? State.SUPERSEDED : State.WAITING);
          if (ended != null) {
            row.to(ended);
          }
          row.add();
        });
    switch (status) {
      case PROCESSING -> running();
      case QUEUED, ACTIVE -> row(Kind.QUEUE, 0, queuedFor, State.WAITING, last).add();
      case BACKOFF -> backOff();
      case PENDING_TOOL_RESULTS, PENDING_CHILD_TASKS, PAUSED -> {}
      case COMPLETED, FAILED, CANCELLED -> {}
    }
  }

  private void backOff() {
    Row row = row(Kind.QUEUE, 0, "back-off", State.WAITING, last);
    Optional.ofNullable(task.dueAt()).ifPresent(row::deadline);
    row.add();
  }

  private void running() {
    Instant started = task.startedAt();
    if (fence == 0 && started != null && started.isAfter(last)) {
      row(Kind.QUEUE, 0, queuedFor, State.DONE, last).to(started).add();
      last = started;
    }
    fence = task.fence();
    worker = task.worker() == null ? worker : task.worker().value();
    turn = task.turn();
    attempt = task.attempt();
    if (open.isEmpty()) {
      row(Kind.COMPLETION, 0, "model", State.RUNNING, last).add();
    }
    open.forEach(
        (index, call) -> {
          if (!waiting.containsKey(index)) {
            row(Kind.TOOL, index, call.name(), State.RUNNING, last).call(call.id()).add();
          }
        });
  }

  private Row row(Kind kind, int index, String name, State state, Instant from) {
    return new Row(kind, index, name, state, from);
  }

  /** A piece in the making. */
  private final class Row {
    private final Kind kind;
    private final int index;
    private final String name;
    private final State state;
    private final Instant from;
    private @Nullable Instant to;
    private @Nullable Instant first;
    private @Nullable Instant deadline;
    private @Nullable String call;
    private @Nullable Usage usage;
    private @Nullable RunError error;
    private Wait.@Nullable Kind waitKind;
    private List<TaskId> children = List.of();

    Row(Kind kind, int index, String name, State state, Instant from) {
      this.kind = kind;
      this.index = index;
      this.name = name;
      this.state = state;
      this.from = from;
    }

    Row to(Instant end) {
      to = end.isBefore(from) ? from : end;
      return this;
    }

    Row first(Instant token) {
      first = token;
      return this;
    }

    Row deadline(Instant end) {
      deadline = end;
      return this;
    }

    Row call(String id) {
      call = id;
      return this;
    }

    Row usage(Usage used) {
      usage = used;
      return this;
    }

    Row error(RunError why) {
      error = why;
      return this;
    }

    Row waits(Wait.Kind awaited) {
      waitKind = awaited;
      return this;
    }

    Row children(List<TaskId> ids) {
      children = ids;
      return this;
    }

    void add() {
      boolean leased = kind == Kind.COMPLETION || kind == Kind.TOOL;
      int number = numbers.merge(kind + "/" + turn + "/" + index, 1, Integer::sum);
      rows.add(
          new StepRow(
              turn,
              index,
              number,
              kind,
              name,
              Optional.ofNullable(call),
              attempt,
              leased ? fence : 0,
              leased ? Optional.ofNullable(worker) : Optional.empty(),
              state,
              from,
              Optional.ofNullable(first),
              Optional.ofNullable(to),
              Optional.ofNullable(usage),
              Optional.ofNullable(error),
              children,
              Optional.ofNullable(waitKind),
              Optional.ofNullable(deadline)));
    }
  }
}
