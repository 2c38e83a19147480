package io.factorial.inmemory;

import io.factorial.port.NewWait;
import io.factorial.port.OpId;
import io.factorial.port.Payload;
import io.factorial.port.WaitId;
import io.factorial.port.WaitRow;
import io.factorial.tool.ChildPolicy;
import io.factorial.wait.Wait;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A wait of a task as the store holds it. Guarded by the store's lock. */
final class StoredWait {
  /** Calls of a task in their order. */
  static final Comparator<StoredWait> CALL_ORDER =
      Comparator.<StoredWait>comparingInt(wait -> wait.definition.turn())
          .thenComparingInt(wait -> wait.definition.index())
          .thenComparing(wait -> wait.definition.call());

  /** Where a wait is between being recorded and its end. */
  enum State {
    /** Recorded; the call may still end by itself. */
    RESERVED,
    /** The task has parked on it. */
    OPEN,
    /** The first answer is kept. */
    ANSWERED,
    /** Not needed any more. */
    CLOSED
  }

  final StoredTask task;
  NewWait definition;
  State state = State.RESERVED;

  /** When it was opened; null before. */
  @Nullable Instant since;

  @Nullable Instant deadline;
  final List<Instant> reminders = new ArrayList<>(0);

  /** The answer that the journal does not hold yet. */
  @Nullable Payload unread;

  /** Whether the task has parked on it. */
  boolean parked;

  /** Whether the end of the task closed it while it was open. */
  boolean closedByEnd;

  /** The operations that answered it, also before the call waited once more. */
  final Set<OpId> answers = new HashSet<>(2);

  StoredWait(StoredTask task, NewWait definition) {
    this.task = task;
    this.definition = definition;
  }

  WaitId id() {
    return new WaitId(task.id, definition.call());
  }

  boolean isForChildren() {
    return definition.kind() == Wait.Kind.CHILD_TASK || definition.kind() == Wait.Kind.BATCH;
  }

  boolean takesAnswers() {
    return state == State.RESERVED || state == State.OPEN;
  }

  /** Whether its answer is in the journal, or it ended without one: the call may wait once more. */
  boolean isSpent() {
    return state == State.CLOSED || (state == State.ANSWERED && unread == null);
  }

  /** Makes it wait once more, for the same call. */
  void renew(NewWait again) {
    definition = again;
    state = State.RESERVED;
    since = null;
    deadline = null;
    parked = false;
    closedByEnd = false;
  }

  /** Whether the children that are in suffice. */
  boolean isDecided() {
    ChildResults in = task.results(definition.call());
    return in.size() >= definition.children()
        || switch (definition.policy()) {
          case ChildPolicy.Collect all -> false;
          case ChildPolicy.FailFast fast -> in.failed() > 0;
          case ChildPolicy.FirstOf first -> in.completed() >= first.n();
        };
  }

  /** What a reminder says of it. */
  Map<String, String> fields() {
    Map<String, String> fields = new TreeMap<>();
    fields.put("call", definition.call());
    fields.put("kind", definition.kind().name());
    fields.put("tool", definition.tool());
    fields.put("question", definition.question());
    if (deadline != null) {
      fields.put("deadline", Long.toString(deadline.toEpochMilli()));
    }
    return fields;
  }

  WaitRow row(Instant openedAt) {
    return new WaitRow(
        id(),
        definition.kind(),
        task.agent,
        task.owner,
        definition.tool(),
        definition.arguments(),
        definition.argumentsHash(),
        definition.question(),
        openedAt,
        deadline);
  }
}
