package io.factorial.redis;

import io.factorial.port.NewWait;
import io.factorial.port.Payload;
import io.factorial.port.WaitId;
import io.factorial.port.WaitRow;
import io.factorial.task.TaskId;
import io.factorial.tool.ChildPolicy;
import io.factorial.wait.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Waits as scripts take and show them. */
final class Waits {
  private static final String NONE = "-";

  private Waits() {}

  static void add(Args args, List<NewWait> waits) {
    args.add(waits.size());
    waits.forEach(wait -> add(args, wait));
  }

  private static void add(Args args, NewWait wait) {
    Instant until = wait.until();
    args.add(wait.call())
        .add(wait.kind().name())
        .add(wait.turn())
        .add(wait.index())
        .add(wait.timeout())
        .add(until == null ? NONE : Long.toString(until.toEpochMilli()))
        .add(reminders(wait.reminders()))
        .add(wait.children())
        .add(policy(wait.policy()))
        .add(wait.argumentsHash())
        .add(shown(wait))
        .addOptional(wait.onTimeout());
  }

  private static String reminders(List<Duration> reminders) {
    return reminders.isEmpty()
        ? NONE
        : reminders.stream()
            .map(time -> Long.toString(time.toMillis()))
            .collect(Collectors.joining(","));
  }

  private static String policy(ChildPolicy policy) {
    return switch (policy) {
      case ChildPolicy.Collect all -> "collect";
      case ChildPolicy.FailFast fast -> "failFast";
      case ChildPolicy.FirstOf first -> "firstOf:" + first.n();
    };
  }

  /** What people see of a wait. Scripts read the first two. */
  private static byte[] shown(NewWait wait) {
    return new Netstrings()
        .add(wait.tool())
        .add(wait.question())
        .add(wait.argumentsHash())
        .add(wait.arguments().bytes())
        .bytes();
  }

  /** Reads a row of read_waits.lua. */
  static WaitRow row(Reply row) {
    List<byte[]> shown = Netstrings.read(row.bytes(8));
    String deadline = row.text(7);
    return new WaitRow(
        new WaitId(new TaskId(row.text(2)), row.text(3)),
        Wait.Kind.valueOf(row.text(4)),
        row.text(5),
        row.text(6),
        Netstrings.text(shown.get(0)),
        Payload.of(shown.get(3)),
        Netstrings.text(shown.get(2)),
        Netstrings.text(shown.get(1)),
        Instant.ofEpochMilli(row.number(0)),
        deadline.isEmpty() ? null : Instant.ofEpochMilli(Long.parseLong(deadline)));
  }
}
