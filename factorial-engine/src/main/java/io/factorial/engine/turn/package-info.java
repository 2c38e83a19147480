/**
 * One run of an agent, turn by turn, the same for inline and queued runs. Start at {@link
 * TurnLoop}; what it records goes to a {@link StepLog}.
 */
@NullMarked
package io.factorial.engine.turn;

import org.jspecify.annotations.NullMarked;
