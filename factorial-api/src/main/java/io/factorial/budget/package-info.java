/**
 * What a run may use, what it did use, and what that costs. Start at {@link
 * io.factorial.budget.Budget}.
 */
@NullMarked
package io.factorial.budget;

import org.jspecify.annotations.NullMarked;
