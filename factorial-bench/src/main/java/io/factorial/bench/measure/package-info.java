/** What was measured, and how it is told. Start at {@link Report}. */
@NullMarked
package io.factorial.bench.measure;

import org.jspecify.annotations.NullMarked;
