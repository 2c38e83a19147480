package io.factorial.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.error.DecodingException;
import io.factorial.error.InvalidDefinitionException;
import org.junit.jupiter.api.Test;

class EventFilterTest {

  private static final AgentEvent QUEUED = new RunEvent.Queued(EventSamples.META);
  private static final AgentEvent OUTPUT = EventSamples.runs().get(4);
  private static final EventFilter MINE = EventFilter.owner("user123");

  @Test
  void anOwnersEventsAreThoseOfItsTasks() {
    assertThat(MINE.matches(QUEUED)).isTrue();
    assertThat(EventFilter.owner("somebody else").matches(QUEUED)).isFalse();
  }

  @Test
  void aTasksEventsAreItsOwn() {
    assertThat(EventFilter.task(EventSamples.TASK).matches(QUEUED)).isTrue();
    assertThat(EventFilter.task(EventSamples.TASK.child(0, 0, 0)).matches(QUEUED)).isFalse();
    assertThat(MINE.tasks(EventSamples.TASK.child(0, 0, 0)).matches(QUEUED)).isFalse();
  }

  @Test
  void typesAreExactAndAPatternMatchesTheWholeType() {
    assertThat(MINE.types("run_queued").matches(QUEUED)).isTrue();
    assertThat(MINE.types("run_").matches(QUEUED)).isFalse();
    assertThat(MINE.pattern("run_.*").matches(QUEUED)).isTrue();
    assertThat(MINE.pattern("run_").matches(QUEUED)).isFalse();
    assertThat(MINE.pattern("run_.*").matches(OUTPUT)).isFalse();
  }

  @Test
  void aFamilyHoldsItsEvents() {
    assertThat(MINE.only(TaskEvent.class, RunEvent.class).matches(QUEUED)).isTrue();
    assertThat(MINE.only(RunEvent.Failed.class).matches(QUEUED)).isFalse();
  }

  @Test
  void anEventMustFitEverything() {
    assertThat(MINE.types("run_queued").only(TaskEvent.class).matches(QUEUED)).isFalse();
    assertThat(MINE.only(RunEvent.class).pattern(".*_queued").matches(QUEUED)).isTrue();
  }

  @Test
  void aFilterWithoutOwnerAndTaskIsRefused() {
    assertThatThrownBy(EventFilter::task)
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage(
            "event filter: no owner and no task (expected: an owner, or at least one task)");
  }

  @Test
  void whatIsNotARegularExpressionIsRefused() {
    assertThatThrownBy(() -> MINE.pattern("run_("))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageStartingWith("pattern: run_( (expected: a regular expression; ");
  }

  @Test
  void whatCouldNotBeAHeaderIsNoCursor() {
    assertThat(EventCursor.parse("41-0")).hasToString("41-0");
    assertThatThrownBy(() -> EventCursor.parse("41\n0")).isInstanceOf(DecodingException.class);
    assertThatThrownBy(() -> EventCursor.parse("")).isInstanceOf(DecodingException.class);
  }
}
