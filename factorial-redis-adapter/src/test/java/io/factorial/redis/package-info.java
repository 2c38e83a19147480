/** Tests of the Redis adapter against real servers, which they start themselves. */
@NullMarked
package io.factorial.redis;

import org.jspecify.annotations.NullMarked;
