/**
 * One run of an agent for an owner, as something that is queued, watched and steered. Start at
 * {@link io.factorial.task.TaskHandle}.
 */
@NullMarked
package io.factorial.task;

import org.jspecify.annotations.NullMarked;
