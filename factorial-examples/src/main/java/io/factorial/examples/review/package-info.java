/**
 * An agent that wants to run commands, and a person who allows, edits or refuses each. Start at
 * {@link io.factorial.examples.review.CodeReviewExample}.
 */
@NullMarked
package io.factorial.examples.review;

import org.jspecify.annotations.NullMarked;
