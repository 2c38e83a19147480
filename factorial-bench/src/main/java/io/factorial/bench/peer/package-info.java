/** Other systems that are given the same work. Start at {@link BullMq}. */
@NullMarked
package io.factorial.bench.peer;

import org.jspecify.annotations.NullMarked;
