package io.factorial.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.budget.Usage;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.error.RunFailedException;
import io.factorial.message.Message;
import io.factorial.task.TaskId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunResultTest {

  private static final RunError ERROR = new RunError("max_retries", "gave up", true);
  private static final RunSummary RUN =
      new RunSummary() {
        @Override
        public TaskId taskId() {
          return TaskId.parse("3-0123456789abcdefghijkl");
        }

        @Override
        public String agent() {
          return "weather";
        }

        @Override
        public int turns() {
          return 1;
        }

        @Override
        public Usage usage() {
          return Usage.ZERO;
        }

        @Override
        public Usage treeUsage() {
          return Usage.ZERO;
        }

        @Override
        public Duration duration() {
          return Duration.ZERO;
        }

        @Override
        public List<Message> messages() {
          return List.of();
        }

        @Override
        public <S extends Record> S state(Class<S> type) {
          throw new IllegalArgumentException("state: none");
        }
      };

  @Test
  void aCompletedRunHasItsOutput() {
    RunResult<String> completed = new RunResult.Completed<>("sunny", RUN);

    assertThat(completed.output()).isEqualTo("sunny");
    assertThat(completed.completed()).contains("sunny");
    assertThat(completed.run()).isSameAs(RUN);
  }

  @Test
  void aFailedRunThrowsItsError() {
    RunResult<String> failed = new RunResult.Failed<>(ERROR, RUN);

    assertThat(failed.completed()).isEmpty();
    assertThatThrownBy(failed::output)
        .isInstanceOfSatisfying(
            RunFailedException.class, e -> assertThat(e.error()).isEqualTo(ERROR));
  }

  @Test
  void aCancelledRunThrowsThatItWasCancelled() {
    RunResult<String> cancelled = new RunResult.Cancelled<>(RUN);

    assertThat(cancelled.completed()).isEmpty();
    assertThatThrownBy(cancelled::output)
        .isInstanceOfSatisfying(
            RunFailedException.class,
            e ->
                assertThat(e.error())
                    .isEqualTo(
                        new RunError(
                            "cancelled", "run 3-0123456789abcdefghijkl was cancelled", false)));
  }

  @Test
  void theCodeOfAnErrorIsAStableWord() {
    assertThatThrownBy(() -> new RunError("Max retries", "gave up", false))
        .hasMessage("code: Max retries (expected: [a-z][a-z0-9_]*)");
  }

  @Test
  void inlineOptionsChangeNothingByDefault() {
    InlineOptions defaults = InlineOptions.defaults();

    assertThat(defaults.approver()).isNull();
    assertThat(defaults.budget()).isNull();
    assertThat(defaults.steering().get()).isEmpty();
    assertThat(defaults.ownerId()).isEqualTo("inline");
    assertThatThrownBy(() -> InlineOptions.builder().ownerId(" ").build())
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage("ownerId: \" \" (expected: not blank)");
  }

  @Test
  void aTurnMayEndTheRunWithNothing() {
    assertThat(TurnResult.done(null)).isEqualTo(new TurnResult.Done(null));
  }
}
