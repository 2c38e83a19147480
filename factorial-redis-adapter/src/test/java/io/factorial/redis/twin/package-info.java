/**
 * The same random history on two adapters side by side: every answer must be equal. Start at {@link
 * io.factorial.redis.twin.History}.
 */
@NullMarked
package io.factorial.redis.twin;

import org.jspecify.annotations.NullMarked;
