package io.factorial.redis.twin;

import io.factorial.port.Answer;
import io.factorial.port.BatchMember;
import io.factorial.port.ChangeResult;
import io.factorial.port.Enqueued;
import io.factorial.port.Entry;
import io.factorial.port.LimitChange;
import io.factorial.port.NewTask;
import io.factorial.port.NewWait;
import io.factorial.port.Parent;
import io.factorial.port.Payload;
import io.factorial.port.Revival;
import io.factorial.port.ScheduleChange;
import io.factorial.port.Spend;
import io.factorial.port.TickResult;
import io.factorial.port.WaitId;
import io.factorial.task.BatchId;
import io.factorial.task.SteeringMode;
import io.factorial.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** People, web hooks and schedules: whoever changes tasks from outside. */
final class Clients {
  private static final int MOST_TASKS = 40;
  private static final List<String> SCHEDULES = List.of("hourly", "daily");

  private final Cast cast;

  /** The batch that is filled at the moment. */
  private @Nullable Batch batch;

  private static final class Batch {
    private final BatchId id;
    private final String owner;
    private final int total;
    private int next;

    Batch(BatchId id, String owner, int total) {
      this.id = id;
      this.owner = owner;
      this.total = total;
    }
  }

  Clients(Cast cast) {
    this.cast = cast;
  }

  void act() {
    int dice = cast.random.nextInt(100);
    if (dice < 38) {
      enqueue();
    } else if (dice < 60) {
      answer();
    } else if (dice < 72) {
      steer();
    } else if (dice < 77) {
      cancel();
    } else if (dice < 87) {
      revive();
    } else if (dice < 92) {
      schedule();
    } else if (dice < 98) {
      limit();
    } else {
      cast.stage.queue().register(cast.card(cast.pick(Cast.AGENTS)));
      cast.did("register");
    }
  }

  private void enqueue() {
    if (cast.tasks.size() >= MOST_TASKS && !cast.oneIn(3)) {
      answer();
      return;
    }
    List<NewTask> tasks = Stream.generate(this::task).limit(1 + cast.random.nextInt(3)).toList();
    List<Enqueued> answers = cast.stage.queue().enqueue(tasks);
    for (Enqueued each : answers) {
      cast.tasks.add(each.id());
    }
    cast.did("enqueue " + answers);
  }

  private NewTask task() {
    if (cast.oneIn(8)) {
      return batchMember();
    }
    String owner = cast.pick(cast.owners);
    TaskId id = cast.oneIn(20) ? cast.anyTask() : cast.id(owner);
    String agent = cast.oneIn(30) ? "nobody" : cast.pick(Cast.AGENTS);
    NewTask.Builder task = describe(NewTask.builder(id, agent, owner, text("input")));
    if (cast.oneIn(15) && !cast.tasks.isEmpty()) {
      TaskId parent = cast.recent(List.copyOf(cast.tasks));
      task.parent(new Parent(new WaitId(parent, "adopted"), cast.random.nextInt(3)));
    }
    return task.build();
  }

  private NewTask.Builder describe(NewTask.Builder task) {
    task.priority(cast.random.nextInt(10)).title(cast.text("title"));
    if (cast.oneIn(4)) {
      task.delay(cast.seconds(20));
    } else if (cast.oneIn(8)) {
      task.startAt(cast.stage.now().plusSeconds(cast.random.nextInt(30) - 10));
    }
    if (cast.oneIn(5)) {
      task.dedupKey("key-" + cast.random.nextInt(4));
    }
    if (cast.oneIn(5)) {
      task.deadline(Duration.ofSeconds(5 + cast.random.nextInt(60)), cast.random.nextBoolean());
    }
    if (cast.oneIn(5)) {
      task.limits(limits()).state(text("state"));
    }
    if (cast.oneIn(6)) {
      task.labels(Map.of("team", cast.text("label"))).trace("00-trace");
    }
    if (cast.oneIn(8)) {
      task.fork(
          List.of(
              new Entry(0, 0, 0, Entry.Kind.INPUT, text("input")),
              new Entry(0, 0, 0, Entry.Kind.COMPLETION, text("completion")),
              new Entry(0, 0, 0, Entry.Kind.TURN, text("turn"))),
          1);
    }
    return task;
  }

  private NewTask batchMember() {
    Batch filled = batch;
    if (filled == null || filled.next == filled.total) {
      String owner = cast.pick(cast.owners);
      filled = new Batch(new BatchId(cast.id(owner).value()), owner, 2 + cast.random.nextInt(2));
      batch = filled;
      cast.batches.add(filled.id);
    }
    TaskId id = cast.id(filled.owner);
    return NewTask.builder(id, cast.pick(Cast.AGENTS), filled.owner, text("input"))
        .batch(new BatchMember(filled.id, filled.total, filled.next++))
        .build();
  }

  private Spend limits() {
    int most = 1 + cast.random.nextInt(4);
    return new Spend(most, Long.MAX_VALUE, 100L * most, 50L * most, Long.MAX_VALUE);
  }

  private void answer() {
    if (cast.waits.isEmpty()) {
      steer();
      return;
    }
    WaitId wait = cast.recent(cast.waits);
    if (cast.oneIn(20)) {
      wait = new WaitId(wait.task(), "no such call");
    }
    Answer answer =
        new Answer(text("answer"), cast.oneIn(3) ? cast.pick(List.of("hash", "other")) : null);
    cast.did(
        "answer " + wait + " " + cast.stage.queue().answer(wait, answer, cast.opOrRepetition()));
  }

  private void steer() {
    TaskId task = cast.anyTask();
    int messages = cast.oneIn(25) ? 1_000 : 1 + cast.random.nextInt(3);
    List<Payload> texts = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      texts.add(text("message"));
    }
    SteeringMode mode = cast.pick(List.of(SteeringMode.values()));
    ChangeResult result = cast.stage.queue().steer(task, texts, mode, cast.opOrRepetition());
    cast.did("steer " + task + " by " + messages + " " + result);
  }

  private void cancel() {
    TaskId task = cast.anyTask();
    cast.did("cancel " + task + " " + cast.stage.queue().cancel(task, cast.text("reason")));
  }

  private void revive() {
    TaskId task = cast.anyTask();
    Revival how = cast.oneIn(3) ? new Revival(limits()) : Revival.PLAIN;
    cast.did("revive " + task + " " + cast.stage.queue().revive(task, how, cast.opOrRepetition()));
  }

  private void schedule() {
    String name = cast.pick(SCHEDULES);
    ScheduleChange change =
        switch (cast.random.nextInt(4)) {
          case 0 -> new ScheduleChange.Remove(name);
          case 1 -> fire(name, cast.stage.now(), cast.pick(cast.owners));
          default ->
              new ScheduleChange.Put(
                  name,
                  cast.pick(cast.owners),
                  text("spec"),
                  cast.stage.now().plusSeconds(cast.random.nextInt(20)));
        };
    cast.did("schedule " + change + " " + cast.stage.queue().schedule(change));
  }

  private ScheduleChange fire(String name, Instant tick, String owner) {
    NewTask task =
        NewTask.builder(cast.id(owner), cast.pick(Cast.AGENTS), owner, text("input")).build();
    cast.tasks.add(task.id());
    return new ScheduleChange.Fire(name, tick, tick.plusSeconds(30), task);
  }

  /** What a ticking process does with the schedules that a tick has answered. */
  void fire(List<TickResult.DueSchedule> due) {
    for (TickResult.DueSchedule schedule : due) {
      if (!cast.oneIn(4)) {
        ScheduleChange change = fire(schedule.name(), schedule.tick(), schedule.ownerId());
        cast.did("fire " + schedule + " " + cast.stage.queue().schedule(change));
      }
    }
  }

  private void limit() {
    Integer max = cast.oneIn(2) ? null : Integer.valueOf(1 + cast.random.nextInt(3));
    LimitChange change =
        switch (cast.random.nextInt(3)) {
          case 0 -> new LimitChange.OwnerWeight(cast.pick(cast.owners), 1 + cast.random.nextInt(4));
          case 1 -> new LimitChange.OwnerTasks(cast.pick(cast.owners), max);
          default -> new LimitChange.AgentTasks(cast.pick(Cast.AGENTS), max);
        };
    cast.stage.queue().limit(change);
    cast.did("limit " + change);
  }

  private Payload text(String kind) {
    return Payload.utf8(cast.text(kind));
  }

  /** The children that a call of a running task makes. */
  void spawn(TaskId parent, String owner, NewWait wait) {
    List<NewTask> children = new ArrayList<>();
    for (int i = 0; i < wait.children(); i++) {
      children.add(
          describe(
                  NewTask.builder(
                      parent.child(wait.turn(), wait.index(), i),
                      cast.pick(Cast.AGENTS),
                      owner,
                      text("input")))
              .dedupKey(null)
              .parent(new Parent(new WaitId(parent, wait.call()), i))
              .build());
    }
    List<Enqueued> answers = cast.stage.queue().enqueue(children);
    answers.stream().map(Enqueued::id).forEach(cast.tasks::add);
    cast.did("spawn " + answers);
  }
}
