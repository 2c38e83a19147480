package io.factorial.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.event.EventCursor;
import io.factorial.run.RunError;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RefusalsTest {

  private static final TaskId TASK = TaskId.parse("3-0123456789abcdefghiXYZ");

  @Test
  void aRefusalNamesTheThingTheValueAndTheExpectation() {
    assertThat(InvalidDefinitionException.of("fence", 0, "1 or more"))
        .hasMessage("fence: 0 (expected: 1 or more)");
    assertThat(new TaskOverException(TASK, TaskStatus.COMPLETED, "steered"))
        .hasMessage(
            "task 3-0123456789abcdefghiXYZ: COMPLETED, cannot be steered (expected: a task that is"
                + " not over)");
    assertThat(new TaskStateException(TASK, TaskStatus.ACTIVE, "PAUSED"))
        .hasMessage("task 3-0123456789abcdefghiXYZ: ACTIVE (expected: PAUSED)");
    assertThat(new UnknownTaskException(TASK))
        .hasMessage(
            "task 3-0123456789abcdefghiXYZ: unknown (expected: a task that was enqueued and has not"
                + " expired)");
    assertThat(new DecodingException("items[2].price", "\"x\" (expected: a number)"))
        .hasMessage("items[2].price: \"x\" (expected: a number)");
    assertThat(new DecodingException("", "\"x\" (expected: a number)"))
        .hasMessage("\"x\" (expected: a number)");
  }

  @Test
  void patienceThatEndsSaysStatusAndReason() {
    var parked = new AwaitTimeoutException(TASK, TaskStatus.PAUSED, "budget_exceeded");
    var running = new AwaitTimeoutException(TASK, TaskStatus.PROCESSING, null);

    assertThat(parked)
        .hasMessageStartingWith("task 3-0123456789abcdefghiXYZ: PAUSED, budget_exceeded (");
    assertThat(parked.reason()).contains("budget_exceeded");
    assertThat(running).hasMessageStartingWith("task 3-0123456789abcdefghiXYZ: PROCESSING (");
    assertThat(running.reason()).isEmpty();
  }

  @Test
  void faultsThatPassByThemselvesAreRetryable() {
    assertThat(new SteeringFullException(TASK).retryable()).isTrue();
    assertThat(new StoreException("redis: no connection", true).retryable()).isTrue();
    assertThat(new StoreException("redis: READONLY", false).retryable()).isFalse();
    assertThat(new RunFailedException(new RunError("max_retries", "", true)).retryable()).isTrue();
    assertThat(new EventsTrimmedException(EventCursor.parse("7-0")).retryable()).isFalse();
    assertThat(new UnknownAgentException("weather").retryable()).isFalse();
  }

  @Test
  void onlyModelFailuresThatPassByThemselvesAreRetryable() {
    assertThat(Arrays.stream(LlmException.Kind.values()).filter(LlmException.Kind::retryable))
        .containsExactlyInAnyOrder(
            LlmException.Kind.RATE_LIMITED,
            LlmException.Kind.OVERLOADED,
            LlmException.Kind.SERVER_ERROR,
            LlmException.Kind.TIMEOUT,
            LlmException.Kind.CONNECTION,
            LlmException.Kind.MALFORMED_ANSWER,
            LlmException.Kind.CIRCUIT_OPEN);
    assertThat(
            new LlmException(
                    LlmException.Kind.RATE_LIMITED, "slow down", Duration.ofSeconds(20), null)
                .retryAfter())
        .contains(Duration.ofSeconds(20));
  }
}
