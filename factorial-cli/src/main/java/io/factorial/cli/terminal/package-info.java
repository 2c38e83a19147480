/** Lines and a live status on the user's terminal. Start at {@link Terminal}. */
@NullMarked
package io.factorial.cli.terminal;

import org.jspecify.annotations.NullMarked;
