package io.factorial.redis;

import io.factorial.port.Answer;
import io.factorial.port.ChangeResult;
import io.factorial.port.OpId;
import io.factorial.port.Payload;
import io.factorial.port.Revival;
import io.factorial.port.Spend;
import io.factorial.port.WaitId;
import io.factorial.task.SteeringMode;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import io.factorial.wait.AnswerOutcome;
import java.time.Duration;
import java.util.List;

/** Rows 13 and 15 to 17: what people and callbacks do to a task. */
final class Changes {
  /** Scripts of 100 tasks that a cancel runs by itself; what is left goes by ticks. */
  private static final int MOST_CASCADES = 200;

  private final Partitions partitions;

  Changes(Partitions partitions) {
    this.partitions = partitions;
  }

  /** 13 */
  AnswerOutcome answer(WaitId wait, Answer answer, OpId op) {
    String hash = answer.argumentsHash();
    Args args =
        new Args()
            .add(wait.task().value())
            .add(wait.call())
            .add(op.value())
            .add(answer.payload())
            .add(hash != null)
            .addOr(hash)
            .addOr(answer.kind() == null ? null : answer.kind().name());
    Reply reply = partitions.of(wait.task()).call(Script.ANSWER, args);
    return switch (reply.name()) {
      case "accepted" -> AnswerOutcome.ACCEPTED;
      case "alreadyAnswered" -> AnswerOutcome.ALREADY_ANSWERED;
      case "changed" -> AnswerOutcome.CHANGED;
      case "otherKind" -> AnswerOutcome.OTHER_KIND;
      case "closed" -> AnswerOutcome.CLOSED;
      case "unknown" -> AnswerOutcome.UNKNOWN;
      default -> throw reply.unexpected();
    };
  }

  /** 15 */
  ChangeResult steer(TaskId task, List<Payload> messages, SteeringMode mode, OpId op) {
    Args args = new Args().add(task.value()).add(op.value()).add(mode.name()).add(messages.size());
    messages.forEach(args::add);
    return result(partitions.of(task).call(Script.STEER, args));
  }

  /** 16 */
  ChangeResult cancel(TaskId task, String reason) {
    Partition partition = partitions.of(task);
    Reply reply = partition.call(Script.CANCEL, new Args().add(task.value()).add(reason));
    boolean more = reply.name().equals("accepted") && reply.flag(1);
    for (int i = 0; i < MOST_CASCADES && more; i++) {
      more = partition.call(Script.CASCADE, new Args()).flag(2);
    }
    return result(reply);
  }

  /** 17 */
  ChangeResult revive(TaskId task, Revival how, OpId op) {
    Spend limits = how.limits();
    Args args = new Args().add(task.value()).add(op.value()).add(limits != null);
    Spends.addLimits(args, limits == null ? Spend.UNLIMITED : limits);
    Duration wallClock = how.wallClock();
    args.addOr(wallClock == null ? null : Long.toString(wallClock.toMillis()));
    return result(partitions.of(task).call(Script.REVIVE, args));
  }

  private static ChangeResult result(Reply reply) {
    return switch (reply.name()) {
      case "accepted" -> new ChangeResult.Accepted();
      case "unknown" -> new ChangeResult.Unknown();
      case "refused" -> new ChangeResult.Refused(TaskStatus.valueOf(reply.text(1)));
      case "full" -> new ChangeResult.Full();
      default -> throw reply.unexpected();
    };
  }
}
