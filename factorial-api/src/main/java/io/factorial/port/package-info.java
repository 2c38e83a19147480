/**
 * The ports between the engine and the stores. Start at {@link TaskQueue}: it changes, {@link
 * TaskStore} reads, {@link EventBus} tells; they are three views of one store and come from one
 * adapter.
 */
@NullMarked
package io.factorial.port;

import org.jspecify.annotations.NullMarked;
