/**
 * What the entries of a journal hold, and the conversation that they add up to. Start at {@link
 * Content}.
 */
@NullMarked
package io.factorial.engine.journal;

import org.jspecify.annotations.NullMarked;
