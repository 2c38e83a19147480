package io.factorial.event;

import io.factorial.error.InvalidDefinitionException;
import io.factorial.task.TaskId;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which events a subscription brings. Starts at {@link #owner(String)} or {@link #task(TaskId...)};
 * each further method gives a narrower copy, and an event must fit all of them.
 *
 * @param owner whom the tasks are run for, empty for any
 * @param taskIds the tasks, empty for any
 * @param types exact types, empty for any
 * @param pattern what the whole type must match, empty for anything
 * @param families families or single events, empty for any
 */
public record EventFilter(
    Optional<String> owner,
    Set<TaskId> taskIds,
    Set<String> types,
    Optional<Pattern> pattern,
    Set<Class<? extends AgentEvent>> families) {

  /** Copies the sets, and refuses a filter that names neither an owner nor a task. */
  public EventFilter {
    taskIds = Set.copyOf(taskIds);
    types = Set.copyOf(types);
    families = Set.copyOf(families);
    Objects.requireNonNull(pattern, "pattern");
    if (owner.isEmpty() && taskIds.isEmpty()) {
      throw InvalidDefinitionException.of(
          "event filter", "no owner and no task", "an owner, or at least one task");
    }
  }

  /**
   * The events of all tasks of one owner.
   *
   * @param ownerId whom the tasks are run for
   * @return the filter
   */
  public static EventFilter owner(String ownerId) {
    return new EventFilter(Optional.of(ownerId), Set.of(), Set.of(), Optional.empty(), Set.of());
  }

  /**
   * The events of some tasks.
   *
   * @param ids at least one task
   * @return the filter
   */
  public static EventFilter task(TaskId... ids) {
    return new EventFilter(Optional.empty(), distinct(ids), Set.of(), Optional.empty(), Set.of());
  }

  /**
   * Only events of these tasks.
   *
   * @param ids at least one task
   * @return a changed copy
   */
  public EventFilter tasks(TaskId... ids) {
    return new EventFilter(owner, distinct(ids), types, pattern, families);
  }

  /**
   * Only events of these types, such as {@code run_completed}.
   *
   * @param exact at least one type, exactly
   * @return a changed copy
   */
  public EventFilter types(String... exact) {
    return new EventFilter(owner, taskIds, distinct(exact), pattern, families);
  }

  /**
   * Only events whose whole type matches a regular expression, such as {@code run_.*}.
   *
   * @param regex the expression
   * @return a changed copy
   * @throws InvalidDefinitionException if it is not a regular expression
   */
  public EventFilter pattern(String regex) {
    return new EventFilter(owner, taskIds, types, Optional.of(compiled(regex)), families);
  }

  /**
   * Only events of these families, or only these events.
   *
   * @param classes at least one class, such as {@code RunEvent.class} or {@code
   *     ToolEvent.Failed.class}
   * @return a changed copy
   */
  @SafeVarargs
  public final EventFilter only(Class<? extends AgentEvent>... classes) {
    // Copied one by one: handing the generic array on would be unchecked.
    Set<Class<? extends AgentEvent>> distinct = new HashSet<>();
    for (Class<? extends AgentEvent> family : classes) {
      distinct.add(family);
    }
    return new EventFilter(owner, taskIds, types, pattern, distinct);
  }

  /**
   * Whether an event fits.
   *
   * @param event the event
   * @return true if the subscription brings it
   */
  public boolean matches(AgentEvent event) {
    return owner.map(event.meta().ownerId()::equals).orElse(true)
        && (taskIds.isEmpty() || taskIds.contains(event.taskId()))
        && (types.isEmpty() || types.contains(event.type()))
        && pattern.map(form -> form.matcher(event.type()).matches()).orElse(true)
        && (families.isEmpty() || families.stream().anyMatch(family -> family.isInstance(event)));
  }

  private static <T> Set<T> distinct(T[] values) {
    return new HashSet<>(List.of(values));
  }

  private static Pattern compiled(String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException malformed) {
      throw new InvalidDefinitionException(
          "pattern: "
              + regex
              + " (expected: a regular expression; "
              + malformed.getDescription()
              + " at "
              + malformed.getIndex()
              + ")",
          malformed);
    }
  }
}
