/** The same writes without an engine: what nothing can be cheaper than. Start at {@link Floor}. */
@NullMarked
package io.factorial.bench.floor;

import org.jspecify.annotations.NullMarked;
