/** The benchmarks, one class each. Start at {@link Benchmarks}. */
@NullMarked
package io.factorial.bench.row;

import org.jspecify.annotations.NullMarked;
