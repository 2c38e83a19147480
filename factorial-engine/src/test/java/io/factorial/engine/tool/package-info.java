/** Tests of tools and agents that need the codec. */
@NullMarked
package io.factorial.engine.tool;

import org.jspecify.annotations.NullMarked;
