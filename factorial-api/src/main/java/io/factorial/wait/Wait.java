package io.factorial.wait;

import io.factorial.json.Json;
import io.factorial.task.TaskId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Something that a task waits for, as it stood when it was listed.
 *
 * @param taskId the task that waits
 * @param toolCallId the call whose result is awaited
 * @param kind what is awaited
 * @param agent the name of the task's agent
 * @param ownerId whom the task is run for
 * @param tool the name of the called tool; {@code input} or {@code final_output} where a guard asks
 *     about what the run was asked or about its answer
 * @param arguments the arguments of the call
 * @param argumentsHash a hash of those arguments: an approval counts only for what was seen
 * @param question what a person is asked, empty if nobody is
 * @param since when the wait began
 * @param deadline when it ends by itself, empty if it does not
 */
public record Wait(
    TaskId taskId,
    String toolCallId,
    Kind kind,
    String agent,
    String ownerId,
    String tool,
    Json.Obj arguments,
    String argumentsHash,
    String question,
    Instant since,
    Optional<Instant> deadline) {

  /** What a task can wait for. */
  public enum Kind {
    /** The result of a tool, from outside. */
    DEFERRED_TOOL,
    /** A person's consent. */
    APPROVAL,
    /** One other task. */
    CHILD_TASK,
    /** Several other tasks. */
    BATCH,
    /** A point in time. */
    TIMER
  }

  /** Checks that nothing is missing. */
  public Wait {
    Objects.requireNonNull(taskId, "taskId");
    Objects.requireNonNull(toolCallId, "toolCallId");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(agent, "agent");
    Objects.requireNonNull(ownerId, "ownerId");
    Objects.requireNonNull(tool, "tool");
    Objects.requireNonNull(arguments, "arguments");
    Objects.requireNonNull(argumentsHash, "argumentsHash");
    Objects.requireNonNull(question, "question");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(deadline, "deadline");
  }
}
