/**
 * What callers may catch: one sealed family of unchecked faults. Start at {@link
 * io.factorial.error.FactorialException}.
 *
 * <p>What a model, a tool or an agent does wrong is data, an {@code io.factorial.run.RunError};
 * what a caller asks for wrongly, and what a store or provider cannot do now, is one of these.
 */
@NullMarked
package io.factorial.error;

import org.jspecify.annotations.NullMarked;
