/** Tests of the user guide: its samples compile, its links lead somewhere, its tables are true. */
@NullMarked
package io.factorial.examples;

import org.jspecify.annotations.NullMarked;
