/**
 * Who may say no: checks of what comes in, of each tool call, and of what goes out. Start at {@link
 * io.factorial.guard.Verdict}.
 */
@NullMarked
package io.factorial.guard;

import org.jspecify.annotations.NullMarked;
