package io.factorial.engine.turn;

import io.factorial.message.ToolCall;
import java.time.Instant;

/**
 * A call that has come to its result, or to a wait.
 *
 * @param index its place in the turn
 * @param call the call
 * @param outcome how it ended
 * @param startedAt when it started
 */
record EndedCall(int index, ToolCall call, CallOutcome outcome, Instant startedAt) {}
