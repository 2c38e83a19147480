/** {@code factorial worker}: a process that runs tasks. Start at {@link WorkerCommand}. */
@NullMarked
package io.factorial.cli.worker;

import org.jspecify.annotations.NullMarked;
