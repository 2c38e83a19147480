/** Calls models: picks the client, asks the shared limits, falls back. Start at {@link Models}. */
@NullMarked
package io.factorial.engine.model;

import org.jspecify.annotations.NullMarked;
