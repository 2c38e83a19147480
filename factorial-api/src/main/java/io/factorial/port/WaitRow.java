package io.factorial.port;

import io.factorial.wait.Wait;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An open wait in a list.
 *
 * @param id its name
 * @param kind what is waited for
 * @param agent the task's agent
 * @param ownerId the task's owner
 * @param tool the tool's name
 * @param arguments the stored call, in the engine's codec
 * @param argumentsHash binds an approval to the arguments
 * @param question what a person is asked; may be empty
 * @param since when it was opened
 * @param deadline when its timeout answer is given, or null
 */
public record WaitRow(
    WaitId id,
    Wait.Kind kind,
    String agent,
    String ownerId,
    String tool,
    Payload arguments,
    String argumentsHash,
    String question,
    Instant since,
    @Nullable Instant deadline) {}
