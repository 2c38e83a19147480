package io.factorial.redis;

import io.factorial.port.ChildResult;
import io.factorial.port.Parent;
import io.factorial.port.Payload;
import io.factorial.port.Spend;
import io.factorial.port.TaskRecord;
import io.factorial.port.WaitId;
import io.factorial.port.WorkerId;
import io.factorial.run.RunError;
import io.factorial.task.BatchId;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a task's hash. */
final class Records {
  private Records() {}

  /**
   * How a task ended: an output or an error.
   *
   * @param output the final answer, or null
   * @param error why it failed, or null
   */
  record Result(@Nullable Payload output, @Nullable RunError error) {
    static final Result NONE = new Result(null, null);

    static Result decode(byte @Nullable [] stored) {
      if (stored == null || stored.length == 0) {
        return NONE;
      }
      byte[] rest = Arrays.copyOfRange(stored, 1, stored.length);
      if (stored[0] == 'O') {
        return new Result(Payload.of(rest), null);
      }
      List<String> error = Netstrings.texts(rest);
      return new Result(null, new RunError(error.get(0), error.get(1), error.get(2).equals("1")));
    }
  }

  static TaskRecord read(
      TaskId id,
      Map<String, String> fields,
      byte[] storedHead,
      Map<String, String> budget,
      @Nullable Payload state,
      Result result) {
    Fields of = new Fields(fields);
    Heads head = Heads.decode(storedHead);
    String batch = fields.get("batch");
    String worker = fields.get("worker");
    return new TaskRecord(
        id,
        of.text("agent"),
        fields.get("version"),
        of.text("owner"),
        TaskStatus.valueOf(of.text("status")),
        fields.getOrDefault("reason", ""),
        parent(of),
        batch == null ? null : new BatchId(batch),
        of.number("turn"),
        of.number("attempt"),
        of.number("pickups"),
        of.number("recoveries"),
        of.number("fence"),
        worker == null ? null : new WorkerId(worker),
        of.number("length"),
        of.number("waits"),
        head.title(),
        of.number("priority"),
        Spends.readUsage(fields.get("usage")),
        fields.containsKey("parent") ? Spend.ZERO : Spends.read(budget, "s", 0),
        Spends.read(budget, "l", Long.MAX_VALUE),
        of.instant("created"),
        of.instantOrNull("started"),
        of.instantOrNull("ended"),
        of.instantOrNull("due"),
        of.instant("deadline"),
        head.labels(),
        head.trace(),
        state,
        result.output(),
        result.error());
  }

  static ChildResult child(int index, byte[] stored) {
    List<byte[]> parts = Netstrings.read(stored);
    Result result = Result.decode(parts.get(4));
    return new ChildResult(
        index,
        new TaskId(Netstrings.text(parts.get(0))),
        TaskStatus.valueOf(Netstrings.text(parts.get(1))),
        result.output(),
        result.error(),
        Integer.parseInt(Netstrings.text(parts.get(2))),
        Spends.readUsage(Netstrings.text(parts.get(3))));
  }

  private static @Nullable Parent parent(Fields of) {
    String parent = of.fields().get("parent");
    return parent == null
        ? null
        : new Parent(new WaitId(new TaskId(parent), of.text("call")), of.number("pindex"));
  }

  /** Fields by name. */
  private record Fields(Map<String, String> fields) {
    String text(String name) {
      return fields.getOrDefault(name, "");
    }

    int number(String name) {
      return Integer.parseInt(fields.getOrDefault(name, "0"));
    }

    Instant instant(String name) {
      return Instant.ofEpochMilli(Long.parseLong(text(name)));
    }

    @Nullable Instant instantOrNull(String name) {
      return fields.containsKey(name) ? instant(name) : null;
    }
  }
}
