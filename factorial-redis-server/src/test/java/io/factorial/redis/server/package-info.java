/** Tests of the servers on loopback. */
@NullMarked
package io.factorial.redis.server;

import org.jspecify.annotations.NullMarked;
