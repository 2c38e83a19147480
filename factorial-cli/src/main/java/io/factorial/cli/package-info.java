/** The factorial command and what all of its subcommands share. Start at {@link Main}. */
@NullMarked
package io.factorial.cli;

import org.jspecify.annotations.NullMarked;
