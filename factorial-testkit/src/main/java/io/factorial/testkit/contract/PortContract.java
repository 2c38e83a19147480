package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.port.EventBus;
import io.factorial.port.ModelLimits;
import io.factorial.port.TaskQueue;
import io.factorial.port.TaskStore;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the suites share: a stage for each test, and the proof that it is the adapter's. */
public interface PortContract {
  /**
   * The stage of this test.
   *
   * @return the same stage during one test, a fresh one for the next
   */
  Stage stage();

  /** Closes the stage after the test. */
  @AfterEach
  default void closeTheStage() {
    stage().close();
  }

  @Test
  default void thePortsAreThoseOfTheAdapterUnderTest() {
    assertThat(stage().adapterPackage()).startsWith("io.factorial.").doesNotContain("testkit");
    assertThat(Stream.of(queue(), store(), stage().events(), stage().limits()))
        .allSatisfy(
            port ->
                assertThat(port.getClass().getName()).startsWith(stage().adapterPackage() + "."));
  }

  /**
   * The queue under test.
   *
   * @return the stage's queue
   */
  default TaskQueue queue() {
    return stage().queue();
  }

  /**
   * The store under test.
   *
   * @return the stage's store
   */
  default TaskStore store() {
    return stage().store();
  }

  /**
   * The event bus under test.
   *
   * @return the stage's bus
   */
  default EventBus events() {
    return stage().events();
  }

  /**
   * The model limits under test.
   *
   * @return the stage's limits
   */
  default ModelLimits limits() {
    return stage().limits();
  }

  /**
   * Lets the store's time pass.
   *
   * @param time how long
   */
  default void elapse(Duration time) {
    stage().elapse(time);
  }

  /**
   * The store's time.
   *
   * @return now
   */
  default Instant now() {
    return stage().now();
  }
}
