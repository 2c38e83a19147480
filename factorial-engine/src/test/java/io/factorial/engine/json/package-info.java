/** Tests of JSON text, schemas and binding. */
@NullMarked
package io.factorial.engine.json;

import org.jspecify.annotations.NullMarked;
