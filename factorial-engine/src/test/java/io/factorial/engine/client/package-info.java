/** What queued runs promise, over the in-memory store. */
@NullMarked
package io.factorial.engine.client;

import org.jspecify.annotations.NullMarked;
