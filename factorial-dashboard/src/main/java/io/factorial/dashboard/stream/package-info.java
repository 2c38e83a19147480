/** Events as server-sent events. Start at {@link io.factorial.dashboard.stream.EventStreams}. */
@NullMarked
package io.factorial.dashboard.stream;

import org.jspecify.annotations.NullMarked;
