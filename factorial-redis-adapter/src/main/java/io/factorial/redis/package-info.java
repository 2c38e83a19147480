/**
 * Every port on Redis and Redis Cluster: each transition is one script, each owner lives in one
 * partition. Start at {@link io.factorial.redis.RedisModule}.
 */
@NullMarked
package io.factorial.redis;

import org.jspecify.annotations.NullMarked;
