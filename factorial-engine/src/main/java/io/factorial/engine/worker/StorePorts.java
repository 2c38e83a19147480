package io.factorial.engine.worker;

import io.factorial.port.EventBus;
import io.factorial.port.ModelLimits;
import io.factorial.port.TaskQueue;
import io.factorial.port.TaskStore;

/**
 * The ports of one store.
 *
 * @param queue changes
 * @param store reads
 * @param events tells
 * @param limits shares models
 */
public record StorePorts(TaskQueue queue, TaskStore store, EventBus events, ModelLimits limits) {}
