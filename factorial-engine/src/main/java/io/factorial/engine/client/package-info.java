/** The orchestrator as its users see it. Start at {@link EngineOrchestrator}. */
@NullMarked
package io.factorial.engine.client;

import org.jspecify.annotations.NullMarked;
