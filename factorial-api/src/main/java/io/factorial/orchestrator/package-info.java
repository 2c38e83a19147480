/**
 * Agents on a queue: who runs them, with which limits, and how callers reach their tasks. Start at
 * {@link io.factorial.orchestrator.Orchestrator}.
 */
@NullMarked
package io.factorial.orchestrator;

import org.jspecify.annotations.NullMarked;
