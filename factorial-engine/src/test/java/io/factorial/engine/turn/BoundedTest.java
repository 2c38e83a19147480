package io.factorial.engine.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BoundedTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final TurnCut cut = new TurnCut();

  @Test
  void workRunsOnTheCallersThread() throws Exception {
    assertThat(Bounded.here(Thread::currentThread, LONG, cut, 0)).isSameAs(Thread.currentThread());
  }

  @Test
  void workWhoseTimeIsUpIsInterruptedAndLeavesNoInterrupt() {
    assertThatThrownBy(() -> Bounded.here(BoundedTest::endless, SHORT, cut, 0))
        .isInstanceOf(Bounded.TimedOut.class)
        .hasMessage("timed out after 20 ms");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void shortWorkAmongLongWorkEndsInTime() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Thread other =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    Bounded.here(
                        () -> {
                          begun.countDown();
                          return endless();
                        },
                        LONG,
                        new TurnCut(),
                        0);
                  } catch (Exception ended) {
                    Thread.currentThread().interrupt();
                  }
                });
    begun.await();

    assertThatThrownBy(() -> Bounded.here(BoundedTest::endless, SHORT, cut, 0))
        .isInstanceOf(Bounded.TimedOut.class);

    other.interrupt();
    other.join();
  }

  @Test
  void anAnswerThatComesAfterTheTimeIsDropped() {
    assertThatThrownBy(
            () ->
                Bounded.here(
                    () -> {
                      assertThatThrownBy(BoundedTest::endless)
                          .isInstanceOf(InterruptedException.class);
                      return "late";
                    },
                    SHORT,
                    cut,
                    0))
        .isInstanceOf(Bounded.TimedOut.class);
  }

  @Test
  void workThatWasCutBeforeItBeganDoesNotBegin() {
    cut.ask(3);
    AtomicReference<String> began = new AtomicReference<>("no");

    assertThatThrownBy(() -> Bounded.here(() -> began.getAndSet("yes"), LONG, cut, 3))
        .isInstanceOf(Bounded.Cut.class);
    assertThat(began).hasValue("no");
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void workIsCutWhileItRuns() throws Exception {
    CountDownLatch runs = new CountDownLatch(1);
    Thread cutter =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    runs.await();
                  } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                  }
                  cut.ask(0);
                });

    assertThatThrownBy(
            () ->
                Bounded.here(
                    () -> {
                      runs.countDown();
                      return endless();
                    },
                    LONG,
                    cut,
                    0))
        .isInstanceOf(Bounded.Cut.class);
    cutter.join();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  @Test
  void anInterruptOfTheCallerIsTheCallers() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> Bounded.here(BoundedTest::endless, LONG, cut, 0))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void whatTheWorkThrowsIsThrown() {
    assertThatThrownBy(
            () ->
                Bounded.here(
                    () -> {
                      throw new IllegalStateException("broken");
                    },
                    LONG,
                    cut,
                    0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("broken");
  }

  private static String endless() throws InterruptedException {
    boolean ended = new CountDownLatch(1).await(10, TimeUnit.MINUTES);
    return "ended: " + ended;
  }
}
