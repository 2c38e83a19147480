/**
 * JSON text, schemas and binding over one closed set of types. Start at {@link
 * io.factorial.engine.json.JacksonJsonCodec}; {@code Shapes} is the walk that schema and binding
 * share.
 */
@NullMarked
package io.factorial.engine.json;

import org.jspecify.annotations.NullMarked;
