/** What tasks are parked on, and how people answer it. Start at {@link io.factorial.wait.Waits}. */
@NullMarked
package io.factorial.wait;

import org.jspecify.annotations.NullMarked;
