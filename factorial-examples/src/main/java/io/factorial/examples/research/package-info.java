/**
 * A plan, several researchers at once, a typed report. Start at {@link
 * io.factorial.examples.research.ResearchExample}.
 */
@NullMarked
package io.factorial.examples.research;

import org.jspecify.annotations.NullMarked;
