/**
 * JSON as a small sealed tree, and the one service that parses, binds and describes it. Start at
 * {@link io.factorial.json.Json}.
 */
@NullMarked
package io.factorial.json;

import org.jspecify.annotations.NullMarked;
