package io.factorial.redis.twin;

import io.factorial.port.ChangeResult;
import io.factorial.port.CommitResult;
import io.factorial.port.Enqueued;
import io.factorial.port.Grant;
import io.factorial.port.HeartbeatResult;
import io.factorial.port.Next;
import io.factorial.port.ScheduleChange;
import io.factorial.port.StoredEvent;
import io.factorial.port.TickResult;
import io.factorial.port.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Names the kind of an operation or an answer: its type, and what else tells two of a type apart.
 */
final class Kinds {
  private Kinds() {}

  /** The kinds that one answer shows. */
  static List<String> of(Object answer) {
    List<String> kinds = new ArrayList<>();
    switch (answer) {
      case Enqueued.Refused refused -> kinds.add("Refused " + refused.reason());
      case ChangeResult.Refused refused -> kinds.add("Refused");
      case CommitResult.Released released -> {
        kinds.add(released.outcome().name());
        if (!released.next().isEmpty()) {
          kinds.add("refilled");
        }
      }
      case CommitResult.Continued continued -> {
        kinds.add("Continued");
        if (!continued.arrived().isEmpty()) {
          kinds.add("arrived");
        }
      }
      case WriteResult.OverBudget over ->
          kinds.add(over.onlyReserved() ? "OverBudget for now" : "OverBudget");
      case HeartbeatResult beat -> {
        kinds.add(beat.gone().isEmpty() ? "nothing gone" : "gone");
        kinds.add(beat.unknown().isEmpty() ? "nothing unknown" : "unknown");
      }
      case TickResult tick -> {
        kinds.add(tick.changed() > 0 ? "changed" : "nothing changed");
        kinds.add(tick.more() ? "more" : "no more");
        kinds.add(tick.schedules().isEmpty() ? "no schedule" : "schedule");
      }
      case Optional<?> found ->
          kinds.add(
              found
                  .map(each -> each instanceof StoredEvent e ? e.type() : "found")
                  .orElse("nothing"));
      case List<?> list -> {
        kinds.add(list.isEmpty() ? "empty" : "some");
        list.stream().filter(Enqueued.class::isInstance).forEach(each -> kinds.addAll(of(each)));
      }
      case Enum<?> value -> kinds.add(value.name());
      case Grant grant -> kinds.add(grant.getClass().getSimpleName());
      case Record value -> kinds.add(value.getClass().getSimpleName());
      default -> kinds.add("answered");
    }
    return kinds;
  }

  static String of(Next next) {
    return switch (next) {
      case Next.BackOff backOff -> backOff.counted() ? "BackOff counted" : "BackOff";
      case Next.Continue on -> on.yields() ? "Continue yielding" : "Continue";
      default -> next.getClass().getSimpleName();
    };
  }

  static String of(ScheduleChange change) {
    return change.getClass().getSimpleName();
  }
}
