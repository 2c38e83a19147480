package io.factorial.engine.client;

import io.factorial.engine.worker.StorePorts;
import io.factorial.error.FactorialException;
import io.factorial.error.TaskStateException;
import io.factorial.error.UnknownAgentException;
import io.factorial.event.EventCursor;
import io.factorial.event.EventFilter;
import io.factorial.event.EventStream;
import io.factorial.port.Enqueued;
import io.factorial.task.TaskStatus;
import org.jspecify.annotations.Nullable;

/** What handles of tasks and batches need of the store. Thread-safe. */
record Client(StorePorts ports) {
  EventStream subscribe(EventFilter filter) {
    return subscribe(filter, null);
  }

  EventStream subscribe(EventFilter filter, @Nullable EventCursor after) {
    return new FeedStream(ports.events().open(filter, after), filter);
  }

  static FactorialException refused(String agent, Enqueued.Refused refused) {
    return switch (refused.reason()) {
      case UNKNOWN_AGENT -> new UnknownAgentException(agent);
      case PARENT_ENDED, OTHER_OWNER ->
          new TaskStateException(
              refused.id(), TaskStatus.CANCELLED, "a parent of the same owner that is not over");
    };
  }
}
