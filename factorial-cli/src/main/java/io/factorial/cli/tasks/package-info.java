/**
 * {@code factorial tasks}: what became of tasks, and control of them. Start at {@link
 * TasksCommand}.
 */
@NullMarked
package io.factorial.cli.tasks;

import org.jspecify.annotations.NullMarked;
