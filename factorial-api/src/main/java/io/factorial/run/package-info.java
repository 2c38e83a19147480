/**
 * One run of an agent, seen from inside and from its end. Start at {@link
 * io.factorial.run.RunContext} and {@link io.factorial.run.RunResult}.
 */
@NullMarked
package io.factorial.run;

import org.jspecify.annotations.NullMarked;
