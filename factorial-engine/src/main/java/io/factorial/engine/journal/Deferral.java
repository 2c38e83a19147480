package io.factorial.engine.journal;

import io.factorial.budget.Budget;
import io.factorial.json.Json;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import io.factorial.tool.ChildPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a call waits for. */
public sealed interface Deferral {
  /** An answer from outside; without {@code onTimeout} the deadline fails the task. */
  record External(Duration timeout, Optional<Json> onTimeout, List<Duration> reminders)
      implements Deferral {}

  /** A person's approval, before the call has run; a guard may have changed its arguments. */
  record Approval(String question, Optional<String> arguments) implements Deferral {
    /**
     * The call as the person is shown it.
     *
     * @param call the call as the model asked for it
     * @return the call that runs when it is approved
     */
    public ToolCall shown(ToolCall call) {
      return arguments
          .map(text -> new ToolCall(call.id(), call.name(), text, call.providerData()))
          .orElse(call);
    }
  }

  /** A time, at which the call's result is the value. */
  record Timer(Instant until, Json value) implements Deferral {}

  /** Children, to be made from this record. */
  record Children(
      String agent,
      Optional<String> version,
      Optional<Budget> budget,
      List<Child> children,
      ChildPolicy policy)
      implements Deferral {}

  /** What a child starts from. */
  record Child(String query, List<Message> messages, Optional<Json> state) {}
}
