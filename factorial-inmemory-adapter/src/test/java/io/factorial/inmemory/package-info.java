/** The contract suites over the in-memory adapter, and what only this adapter has to prove. */
@NullMarked
package io.factorial.inmemory;

import org.jspecify.annotations.NullMarked;
