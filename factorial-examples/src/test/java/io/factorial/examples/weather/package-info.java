/** The weather example, without a key. */
@NullMarked
package io.factorial.examples.weather;

import org.jspecify.annotations.NullMarked;
