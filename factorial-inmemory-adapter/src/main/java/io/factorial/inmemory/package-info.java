/**
 * Every port in one process's memory: one store behind one lock. Start at {@link InMemoryModule};
 * inside, at {@link io.factorial.inmemory.Store}, where the parts are put together.
 */
@NullMarked
package io.factorial.inmemory;

import org.jspecify.annotations.NullMarked;
