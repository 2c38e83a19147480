package io.factorial.redis;

import io.factorial.port.CommitResult;
import io.factorial.port.Lease;
import io.factorial.port.LeasedTask;
import io.factorial.port.NewEvent;
import io.factorial.port.Next;
import io.factorial.port.Wish;
import io.factorial.port.Write;
import io.factorial.port.WriteResult;
import io.factorial.task.TaskStatus;
import java.util.List;
import java.util.Map;

/** Rows 3 to 10: what a worker writes to a task that it holds. */
final class Writes {
  private final Partitions partitions;
  private final Permits permits;

  Writes(Partitions partitions, Permits permits) {
    this.partitions = partitions;
    this.permits = permits;
  }

  /** 3 */
  WriteResult record(Lease lease, Write write) {
    Reply reply = partitions.of(lease.task()).call(Script.RECORD, write(lease, write));
    return switch (reply.name()) {
      case "written" ->
          new WriteResult.Written(reply.number(1), Entries.decode(reply.list(3)), reply.flag(2));
      default -> refused(reply);
    };
  }

  /** 4 to 10 */
  CommitResult commit(Lease lease, Write write, Next next, Wish refill) {
    Partition partition = partitions.of(lease.task());
    Args args = write(lease, write);
    addNext(args, next);
    Wishes.add(args, refill, Map.of());
    Reply reply = partition.call(script(next), args);
    return switch (reply.name()) {
      case "continued" ->
          new CommitResult.Continued(reply.number(1), Entries.decode(reply.list(3)), reply.flag(2));
      case "reopened" ->
          new CommitResult.Reopened(reply.number(1), Entries.decode(reply.list(3)), reply.flag(2));
      case "yielded" -> released(CommitResult.Outcome.YIELDED, lease, refill, reply);
      case "parked" -> released(CommitResult.Outcome.PARKED, lease, refill, reply);
      case "backedOff" -> released(CommitResult.Outcome.BACKED_OFF, lease, refill, reply);
      case "handedBack" -> released(CommitResult.Outcome.HANDED_BACK, lease, refill, reply);
      case "closed" -> released(CommitResult.Outcome.CLOSED, lease, refill, reply);
      case "paused" -> released(CommitResult.Outcome.PAUSED, lease, refill, reply);
      default -> refused(reply);
    };
  }

  private CommitResult.Released released(
      CommitResult.Outcome outcome, Lease lease, Wish refill, Reply reply) {
    List<LeasedTask> next =
        reply.has(4) ? LeasedTasks.read(lease.worker(), refill.nonce(), reply.list(4)) : List.of();
    permits.hold(next);
    return new CommitResult.Released(outcome, next);
  }

  private static WriteResult.Refused refused(Reply reply) {
    return switch (reply.name()) {
      case "overBudget" -> new WriteResult.OverBudget(reply.text(1), reply.flag(2));
      case "gap" -> new WriteResult.Gap(reply.number(1));
      case "stale" -> new WriteResult.Stale(reply.number(1));
      case "ended" -> new WriteResult.Ended(TaskStatus.valueOf(reply.text(1)));
      default -> throw reply.unexpected();
    };
  }

  private static Script script(Next next) {
    return switch (next) {
      case Next.Continue on -> Script.COMMIT_CONTINUE;
      case Next.Park park -> Script.COMMIT_PARK;
      case Next.BackOff backOff -> Script.COMMIT_BACK_OFF;
      case Next.HandBack back -> Script.COMMIT_HAND_BACK;
      case Next.Complete complete -> Script.COMMIT_COMPLETE;
      case Next.Fail fail -> Script.COMMIT_FAIL;
      case Next.Pause pause -> Script.COMMIT_PAUSE;
    };
  }

  private static Args write(Lease lease, Write write) {
    Args args =
        new Args()
            .add(lease.task().value())
            .add(lease.fence())
            .add(lease.nonce().value())
            .add(lease.worker().value())
            .add(write.op().value())
            .add(write.expectedLength());
    Entries.add(args, write.entries());
    Waits.add(args, write.waits());
    args.addOptional(write.state()).add(Spends.write(write.usage()));
    addEvents(args, write.events());
    Spends.add(args, write.settle());
    Spends.add(args, write.reserve());
    args.add(write.counters().size() * 2L);
    write.counters().forEach((name, n) -> args.add(name).add(n));
    return args;
  }

  private static void addNext(Args args, Next next) {
    switch (next) {
      case Next.Continue on -> args.add(on.yields());
      case Next.Park park -> {
        Waits.add(args, park.open());
        addEvents(args, park.parked());
      }
      case Next.BackOff backOff ->
          args.add(backOff.delay()).add(backOff.reason()).add(backOff.counted());
      case Next.HandBack back -> {}
      case Next.Complete complete -> {
        args.add(complete.output());
        addEvents(args, complete.closed());
        Entries.add(args, complete.reopenedEntries());
        addEvents(args, complete.reopened());
      }
      case Next.Fail fail ->
          args.add(fail.error().code()).add(fail.error().message()).add(fail.error().retryable());
      case Next.Pause pause -> args.add(pause.reason());
    }
  }

  private static void addEvents(Args args, List<NewEvent> events) {
    args.add(events.size() * 2L);
    for (NewEvent event : events) {
      args.add(
              new Netstrings()
                  .add(event.type())
                  .add(event.turn())
                  .add(event.attempt())
                  .add(event.step())
                  .bytes())
          .add(event.payload());
    }
  }
}
