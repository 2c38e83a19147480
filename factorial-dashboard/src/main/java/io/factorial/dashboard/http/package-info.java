/**
 * Requests and responses, routes and problems, without a word about the server that carries them.
 * Start at {@link io.factorial.dashboard.http.Router}; {@link
 * io.factorial.dashboard.http.HttpServer} is the only class that knows Helidon.
 */
@NullMarked
package io.factorial.dashboard.http;

import org.jspecify.annotations.NullMarked;
