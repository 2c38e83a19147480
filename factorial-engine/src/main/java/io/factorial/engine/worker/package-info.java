/** Runs queued tasks: slots, leases, heartbeats. Start at {@link Worker}. */
@NullMarked
package io.factorial.engine.worker;

import org.jspecify.annotations.NullMarked;
