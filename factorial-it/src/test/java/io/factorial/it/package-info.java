/** What holds across modules: the architecture, and runs from end to end. */
@NullMarked
package io.factorial.it;

import org.jspecify.annotations.NullMarked;
