/**
 * Five hundred tasks as one batch, each within a budget. Start at {@link
 * io.factorial.examples.batch.NightlyBatchExample}.
 */
@NullMarked
package io.factorial.examples.batch;

import org.jspecify.annotations.NullMarked;
