/** Tests of what is stored. */
@NullMarked
package io.factorial.engine.journal;

import org.jspecify.annotations.NullMarked;
