/**
 * What happens to tasks, told as it happens. Start at {@link io.factorial.event.AgentEvent}.
 *
 * <p>Types and JSON fields have the names that dashboards and scripts know; the classes have the
 * same names in camel case, without {@code progress_update_}.
 */
@NullMarked
package io.factorial.event;

import org.jspecify.annotations.NullMarked;
