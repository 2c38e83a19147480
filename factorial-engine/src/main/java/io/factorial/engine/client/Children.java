package io.factorial.engine.client;

import io.factorial.engine.journal.Content;
import io.factorial.engine.journal.Deferral;
import io.factorial.port.Enqueued;
import io.factorial.port.LeasedTask;
import io.factorial.port.NewTask;
import io.factorial.port.Parent;
import io.factorial.port.WaitId;
import io.factorial.task.TaskId;
import java.util.ArrayList;
import java.util.List;

/** Makes the children of a task under ids that derive from its own: a second pass finds them. */
final class Children {
  private final Client client;
  private final TaskMaker maker;

  Children(Client client, TaskMaker maker) {
    this.client = client;
    this.maker = maker;
  }

  void spawn(LeasedTask parent, Content.At at, String callId, Deferral.Children children) {
    TaskId parentId = parent.lease().task();
    WaitId wait = new WaitId(parentId, callId);
    List<NewTask> tasks = new ArrayList<>(children.children().size());
    for (Deferral.Child child : children.children()) {
      int index = tasks.size();
      TaskId id = parentId.child(at.turn(), at.index(), index);
      tasks.add(
          maker
              .child(id, parent.task().ownerId(), children, child)
              .parent(new Parent(wait, index))
              .build());
    }
    for (Enqueued enqueued : client.ports().queue().enqueue(tasks)) {
      // A parent that ended meanwhile learns of it at its next write; an agent that nobody runs
      // would keep it waiting for ever.
      if (enqueued instanceof Enqueued.Refused refused
          && refused.reason() == Enqueued.Reason.UNKNOWN_AGENT) {
        throw Client.refused(children.agent(), refused);
      }
    }
  }
}
