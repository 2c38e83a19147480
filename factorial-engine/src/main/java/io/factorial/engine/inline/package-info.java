/** Runs agents in the caller's thread, without a queue. Start at {@link EngineInlineRunner}. */
@NullMarked
package io.factorial.engine.inline;

import org.jspecify.annotations.NullMarked;
