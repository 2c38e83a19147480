/**
 * Who calls, and what they may do: tokens, sessions, origins. Start at {@link
 * io.factorial.dashboard.access.Gate}.
 */
@NullMarked
package io.factorial.dashboard.access;

import org.jspecify.annotations.NullMarked;
