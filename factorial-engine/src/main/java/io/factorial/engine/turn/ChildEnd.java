package io.factorial.engine.turn;

import io.factorial.budget.Usage;
import io.factorial.json.Json;
import io.factorial.run.RunError;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import java.util.Optional;

/**
 * How a child ended.
 *
 * @param index its number
 * @param id its id
 * @param status COMPLETED, FAILED or CANCELLED
 * @param output its answer
 * @param error why it failed
 * @param turns its turns
 * @param usage what it used
 */
public record ChildEnd(
    int index,
    TaskId id,
    TaskStatus status,
    Optional<Json> output,
    Optional<RunError> error,
    int turns,
    Usage usage) {}
