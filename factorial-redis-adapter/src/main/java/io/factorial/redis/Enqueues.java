package io.factorial.redis;

import io.factorial.port.BatchMember;
import io.factorial.port.Enqueued;
import io.factorial.port.NewTask;
import io.factorial.port.Parent;
import io.factorial.task.TaskId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Row 1: stores and queues tasks, in chunks of each partition. */
final class Enqueues {
  private static final int MOST_TASKS = 100;
  private static final int MOST_BYTES = 1 << 20;

  private final Partitions partitions;

  Enqueues(Partitions partitions) {
    this.partitions = partitions;
  }

  List<Enqueued> enqueue(List<NewTask> tasks) {
    Enqueued[] answers = new Enqueued[tasks.size()];
    for (Partition partition : partitions.all()) {
      Chunk chunk = new Chunk(partition, answers);
      for (int i = 0; i < answers.length; i++) {
        if (partitions.of(tasks.get(i).id()) == partition) {
          chunk.add(i, tasks.get(i));
        }
      }
      chunk.send();
    }
    return Arrays.asList(answers);
  }

  /** Some tasks of one partition, and where their answers go. */
  private static final class Chunk {
    private final Partition partition;
    private final Enqueued[] answers;
    private final List<Integer> places = new ArrayList<>();
    private Args args = new Args();

    Chunk(Partition partition, Enqueued[] answers) {
      this.partition = partition;
      this.answers = answers;
    }

    void add(int place, NewTask task) {
      places.add(place);
      addTask(args, task);
      if (places.size() == MOST_TASKS || args.bytes() > MOST_BYTES) {
        send();
      }
    }

    void send() {
      if (places.isEmpty()) {
        return;
      }
      Args all = new Args().add(places.size()).addAll(args);
      Reply reply = partition.call(Script.ENQUEUE, all);
      for (int i = 0; i < places.size(); i++) {
        answers[places.get(i)] = answer(reply.list(i + 1));
      }
      places.clear();
      args = new Args();
    }
  }

  private static Enqueued answer(Reply reply) {
    TaskId id = new TaskId(reply.text(1));
    return switch (reply.name()) {
      case "created" -> new Enqueued.Created(id);
      case "existing" -> new Enqueued.Existing(id);
      case "refused" -> new Enqueued.Refused(id, Enqueued.Reason.valueOf(reply.text(2)));
      default -> throw reply.unexpected();
    };
  }

  /** A task as enqueue.lua and schedule_fire.lua take it. */
  static void addTask(Args args, NewTask task) {
    args.add(task.id().value())
        .add(task.agent())
        .addOr(task.agentVersion())
        .add(task.ownerId())
        .add(Heads.encode(task));
    Entries.add(args, task.journal());
    args.add(task.turn())
        .addOptional(task.state())
        .addOr(task.startAt())
        .add(task.delay())
        .addOr(task.dedupKey())
        .add(task.priority());
    Spends.addLimits(args, task.limits());
    args.add(task.deadline()).add(task.pauseAtDeadline());
    addParent(args, task.parent());
    addBatch(args, task.batch());
  }

  private static void addParent(Args args, @Nullable Parent parent) {
    if (parent == null) {
      args.add("").add("").add(0);
    } else {
      args.add(parent.waitId().task().value()).add(parent.waitId().call()).add(parent.index());
    }
  }

  private static void addBatch(Args args, @Nullable BatchMember member) {
    if (member == null) {
      args.add("").add(0).add(0);
    } else {
      args.add(member.batch().value()).add(member.total()).add(member.index());
    }
  }
}
