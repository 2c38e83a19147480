package io.factorial.engine.client;

import io.factorial.engine.worker.StorePorts;
import io.factorial.error.FactorialException;
import io.factorial.error.TaskStateException;
import io.factorial.error.UnknownAgentException;
import io.factorial.event.EventCursor;
import io.factorial.event.EventFilter;
import io.factorial.event.EventStream;
import io.factorial.port.Enqueued;
import io.factorial.port.NewTask;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What handles of tasks and batches need of the store. Thread-safe. */
record Client(StorePorts ports) {
  EventStream subscribe(EventFilter filter) {
    return subscribe(filter, null);
  }

  EventStream subscribe(EventFilter filter, @Nullable EventCursor after) {
    return new FeedStream(ports.events().open(filter, after), filter);
  }

  /** The id of the stored task: of another one, where this one was there already. */
  TaskId enqueue(NewTask task) {
    return switch (ports.queue().enqueue(List.of(task)).getFirst()) {
      case Enqueued.Created created -> created.id();
      case Enqueued.Existing existing -> existing.id();
      case Enqueued.Refused refused -> throw refused(task.agent(), refused);
    };
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
