/**
 * Traces and metrics by OpenTelemetry's conventions for generative AI. Start at {@link Telemetry}.
 */
@NullMarked
package io.factorial.engine.telemetry;

import org.jspecify.annotations.NullMarked;
