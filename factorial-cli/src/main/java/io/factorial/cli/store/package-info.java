/**
 * Which store a command works on. Start at {@link StoreOptions}, for commands that run tasks, and
 * {@link ClientOptions}, for those that only look and ask.
 */
@NullMarked
package io.factorial.cli.store;

import org.jspecify.annotations.NullMarked;
