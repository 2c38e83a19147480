/**
 * Real Redis servers on loopback, for demos, benchmarks and tests; never for what must be kept.
 * Start at {@link LocalRedis}.
 */
@NullMarked
package io.factorial.redis.server;

import org.jspecify.annotations.NullMarked;
