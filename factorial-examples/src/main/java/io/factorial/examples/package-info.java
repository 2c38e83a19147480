/** What the examples share. Each package below is one example, small and complete. */
@NullMarked
package io.factorial.examples;

import org.jspecify.annotations.NullMarked;
