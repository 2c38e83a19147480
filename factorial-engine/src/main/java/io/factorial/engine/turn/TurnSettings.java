package io.factorial.engine.turn;

import io.factorial.llm.ModelName;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What bounds a run.
 *
 * @param maxRetries retries of a turn
 * @param turnTimeout bounds a model call, and each tool call that sets no time of its own
 * @param waitDeadline bounds a wait that sets no time of its own
 * @param maxTurns turns of the run; empty for no limit
 * @param model replaces the agent's model
 * @param spending what the run may spend
 */
public record TurnSettings(
    int maxRetries,
    Duration turnTimeout,
    Duration waitDeadline,
    OptionalInt maxTurns,
    Optional<ModelName> model,
    Spending.Terms spending) {}
