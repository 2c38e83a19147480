/** {@code factorial enqueue}: a new task from a terminal. Start at {@link EnqueueCommand}. */
@NullMarked
package io.factorial.cli.enqueue;

import org.jspecify.annotations.NullMarked;
