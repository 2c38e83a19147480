/** {@code factorial waits}: what tasks wait for, and answers. Start at {@link WaitsCommand}. */
@NullMarked
package io.factorial.cli.waits;

import org.jspecify.annotations.NullMarked;
