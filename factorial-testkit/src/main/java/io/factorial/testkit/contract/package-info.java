/**
 * The suites that every adapter of the ports must pass: what the system promises, as tests. Start
 * at {@link TaskQueueContract}; an adapter's test implements one suite and says by a {@link Stage}
 * how to open the adapter and how time passes.
 */
@NullMarked
package io.factorial.testkit.contract;

import org.jspecify.annotations.NullMarked;
