/** Measures what Factorial costs, and says so. Start at {@link BenchCommand}. */
@NullMarked
package io.factorial.bench;

import org.jspecify.annotations.NullMarked;
