/**
 * The model that a command talks to: a real one, or a script. Start at {@link
 * io.factorial.cli.model.CommandModel}.
 */
@NullMarked
package io.factorial.cli.model;

import org.jspecify.annotations.NullMarked;
