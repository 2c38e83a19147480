package io.factorial.dashboard.api;

import io.factorial.dashboard.http.Problem;
import io.factorial.error.AwaitTimeoutException;
import io.factorial.error.DecodingException;
import io.factorial.error.EventsTrimmedException;
import io.factorial.error.FactorialException;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.error.InvalidTaskIdException;
import io.factorial.error.LlmException;
import io.factorial.error.RunFailedException;
import io.factorial.error.SteeringFullException;
import io.factorial.error.StoreException;
import io.factorial.error.TaskOverException;
import io.factorial.error.TaskStateException;
import io.factorial.error.UnknownAgentException;
import io.factorial.error.UnknownTaskException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What went wrong, as whoever called may know it. */
final class Faults {
  private static final Logger log = LoggerFactory.getLogger(Faults.class);

  private Faults() {}

  static Problem problem(Exception fault) {
    return switch (fault) {
      case Problem known -> known;
      case FactorialException ours -> known(ours);
      case IOException gone -> Problem.of(400, "incomplete", "body: ended before its end");
      default -> unexpected(fault);
    };
  }

  private static Problem known(FactorialException fault) {
    String text = String.valueOf(fault.getMessage());
    return switch (fault) {
      case UnknownTaskException unknown -> Problem.unknown("task");
      case InvalidTaskIdException unknown -> Problem.unknown("id");
      case TaskOverException over ->
          Problem.of(409, "task_over", text).with("status", over.status().name());
      case TaskStateException state ->
          Problem.of(409, "task_state", text).with("status", state.status().name());
      case SteeringFullException full -> Problem.of(409, "steering_full", text);
      case UnknownAgentException unknown -> Problem.of(422, "unknown_agent", text);
      case InvalidDefinitionException invalid -> Problem.of(400, "invalid_request", text);
      case StoreException store when store.retryable() ->
          Problem.of(503, "store_unavailable", "store: not reached (expected: a moment's patience)")
              .header("Retry-After", "1");
      case StoreException store -> unexpected(store);
      case EventsTrimmedException trimmed -> Problem.of(410, "events_trimmed", text);
      case AwaitTimeoutException late -> Problem.of(409, "not_over", text);
      case DecodingException unreadable -> unexpected(unreadable);
      case LlmException model -> unexpected(model);
      case RunFailedException failed -> unexpected(failed);
    };
  }

  /** The text of what nobody expected may hold what is not the caller's to know. */
  private static Problem unexpected(Exception fault) {
    log.atError().addKeyValue("error", fault.getClass().getName()).log("call failed", fault);
    return Problem.of(500, "internal", "server: an unexpected error (its log has the reason)");
  }
}
