/**
 * Processes of their own, for what has to be measured across processes. Start at {@link ChildJvm}.
 */
@NullMarked
package io.factorial.bench.process;

import org.jspecify.annotations.NullMarked;
