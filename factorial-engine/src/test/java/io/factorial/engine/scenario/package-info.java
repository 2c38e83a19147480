/**
 * What a stranger needs to believe the engine: failures, waits, retries and every option, over the
 * in-memory store with real workers. Start at {@link Scene}.
 */
@NullMarked
package io.factorial.engine.scenario;

import org.jspecify.annotations.NullMarked;
