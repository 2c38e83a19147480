package io.factorial.port;

import io.factorial.budget.Usage;
import io.factorial.run.RunError;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import org.jspecify.annotations.Nullable;

/**
 * How a child ended.
 *
 * @param index its number among the children of its wait
 * @param id its id
 * @param status COMPLETED, FAILED or CANCELLED
 * @param output its final answer, or null
 * @param error why it failed, or null
 * @param turns the turns that it took
 * @param usage what it used
 */
public record ChildResult(
    int index,
    TaskId id,
    TaskStatus status,
    @Nullable Payload output,
    @Nullable RunError error,
    int turns,
    Usage usage) {}
