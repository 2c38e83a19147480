/** What inline runs promise. */
@NullMarked
package io.factorial.engine.inline;

import org.jspecify.annotations.NullMarked;
