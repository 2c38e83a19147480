package io.factorial.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.llm.ModelName;
import io.factorial.port.Estimate;
import io.factorial.port.Grant;
import io.factorial.port.Rates;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** What every {@link io.factorial.port.ModelLimits} promises about the rates of models. */
public interface ModelLimitsContract extends PortContract {
  /** The model that the tests limit. */
  ModelName MODEL = ModelName.parse("test:model");

  /** Another model. */
  ModelName OTHER_MODEL = ModelName.parse("test:other");

  /**
   * Asks for the right to call the model, without waiting.
   *
   * @param tokens what the call will take
   * @return the answer
   */
  default Grant acquire(long tokens) {
    return acquire(MODEL, tokens);
  }

  /**
   * Asks for the right to call a model, without waiting.
   *
   * @param model the model
   * @param tokens what the call will take
   * @return the answer
   */
  default Grant acquire(ModelName model, long tokens) {
    try {
      return limits().acquire(model, new Estimate(tokens, 0), Duration.ZERO);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", interrupted);
    }
  }

  /**
   * Takes the right to call the model, which must be granted.
   *
   * @param tokens what the call will take
   * @return the right
   */
  default Grant.Granted take(long tokens) {
    Grant grant = acquire(tokens);
    assertThat(grant).isInstanceOf(Grant.Granted.class);
    return (Grant.Granted) grant;
  }

  /**
   * Checks that the model cannot be called now.
   *
   * @param tokens what the call would take
   * @return when to ask again
   */
  default Duration refused(long tokens) {
    Grant grant = acquire(tokens);
    assertThat(grant).isInstanceOf(Grant.Later.class);
    return ((Grant.Later) grant).retryAfter();
  }

  @Test
  default void aModelWithoutLimitsIsGrantedAtOnce() {
    for (int i = 0; i < 100; i++) {
      assertThat(take(1_000_000).model()).isEqualTo(MODEL);
    }
  }

  @Test
  default void requestsPerMinuteAreKept() {
    limits().configure(MODEL, new Rates(3, null));
    take(1);
    take(1);
    take(1);

    assertThat(refused(1)).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(1));
  }

  @Test
  default void requestsComeBackWithTime() {
    limits().configure(MODEL, new Rates(2, null));
    take(1);
    take(1);
    refused(1);
    elapse(Duration.ofMinutes(1));

    take(1);
    take(1);
    refused(1);
  }

  @Test
  default void whoAsksAgainWhenItIsToldIsGranted() {
    limits().configure(MODEL, new Rates(2, 1_000L));
    take(500);
    take(500);
    elapse(refused(500).plusMillis(1));

    take(500);
  }

  @Test
  default void tokensPerMinuteAreKept() {
    limits().configure(MODEL, new Rates(null, 1_000L));
    take(600);

    assertThat(refused(600)).isPositive().isLessThanOrEqualTo(Duration.ofMinutes(1));
    take(400);
  }

  @Test
  default void tokensInAndOutCountTogether() throws Exception {
    limits().configure(MODEL, new Rates(null, 1_000L));
    limits().acquire(MODEL, new Estimate(400, 400), Duration.ZERO);

    refused(300);
    take(200);
  }

  @Test
  default void tokensComeBackWithTime() {
    limits().configure(MODEL, new Rates(null, 1_000L));
    take(1_000);
    refused(500);
    elapse(Duration.ofSeconds(30).plusMillis(100));

    take(500);
  }

  @Test
  default void unusedTokensDoNotAddUpBeyondAMinute() {
    limits().configure(MODEL, new Rates(null, 1_000L));
    take(1);
    elapse(Duration.ofHours(1));

    take(1_000);
    refused(100);
  }

  @Test
  default void whatACallDidNotTakeIsGivenBack() {
    limits().configure(MODEL, new Rates(null, 1_000L));
    Grant.Granted grant = take(900);
    refused(500);
    limits().settle(grant, 100);

    take(500);
  }

  @Test
  default void whatACallTookBeyondItsEstimateIsTaken() {
    limits().configure(MODEL, new Rates(null, 1_000L));
    limits().settle(take(100), 900);

    refused(500);
    take(100);
  }

  @Test
  default void aCallLargerThanAMinuteIsGrantedWhenTheMinuteIsFull() {
    limits().configure(MODEL, new Rates(null, 1_000L));

    take(5_000);
    refused(1);
  }

  @Test
  default void whatWasConfiguredIsTold() {
    limits().configure(MODEL, new Rates(3, 1_000L));
    limits().configure(OTHER_MODEL, new Rates(5, null));
    limits().configure(OTHER_MODEL, new Rates(null, 2_000L));

    assertThat(limits().rates())
        .isEqualTo(Map.of(MODEL, new Rates(3, 1_000L), OTHER_MODEL, new Rates(null, 2_000L)));
  }

  @Test
  default void modelsAreLimitedEachOnItsOwn() {
    limits().configure(MODEL, new Rates(1, null));
    take(1);
    refused(1);

    assertThat(acquire(OTHER_MODEL, 1)).isInstanceOf(Grant.Granted.class);
  }

  @Test
  default void limitsCanBeChangedAndTakenAway() {
    limits().configure(MODEL, new Rates(1, null));
    take(1);
    refused(1);
    limits().configure(MODEL, new Rates(null, null));

    take(1_000_000);
  }

  @Test
  default void aPausedModelIsCalledByNobody() {
    limits().pause(MODEL, Duration.ofSeconds(20));

    assertThat(refused(1)).isEqualTo(Duration.ofSeconds(20));
    assertThat(acquire(OTHER_MODEL, 1)).isInstanceOf(Grant.Granted.class);
  }

  @Test
  default void aPauseEnds() {
    limits().pause(MODEL, Duration.ofSeconds(20));
    elapse(Duration.ofSeconds(19));
    assertThat(refused(1)).isEqualTo(Duration.ofSeconds(1));
    elapse(Duration.ofSeconds(1));

    take(1);
  }

  @Test
  default void aShorterPauseDoesNotShortenALongerOne() {
    limits().pause(MODEL, Duration.ofSeconds(20));
    limits().pause(MODEL, Duration.ofSeconds(5));
    assertThat(refused(1)).isEqualTo(Duration.ofSeconds(20));

    limits().pause(MODEL, Duration.ofSeconds(40));
    assertThat(refused(1)).isEqualTo(Duration.ofSeconds(40));
  }

  @Test
  default void aRefusedCallTakesNothing() {
    limits().configure(MODEL, new Rates(2, 1_000L));
    take(900);
    for (int i = 0; i < 20; i++) {
      refused(500);
    }

    take(100);
  }

  @Test
  default void waitingForAModelEndsWhenItsThreadIsInterrupted() throws Exception {
    limits().pause(MODEL, Duration.ofDays(1));
    FutureTask<Grant> waiting =
        new FutureTask<>(() -> limits().acquire(MODEL, new Estimate(1, 0), Duration.ofDays(1)));
    Thread waiter = Thread.ofVirtual().start(waiting);
    while (waiter.getState() != Thread.State.TIMED_WAITING
        && waiter.getState() != Thread.State.WAITING
        && !waiting.isDone()) {
      Thread.onSpinWait();
    }
    waiter.interrupt();

    assertThatThrownBy(waiting::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(InterruptedException.class);
  }

  @Test
  default void manyThreadsTakeNoMoreThanThereIs() throws Exception {
    limits().configure(MODEL, new Rates(null, 1_000L));
    List<FutureTask<Grant>> calls = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      FutureTask<Grant> call = new FutureTask<>(() -> acquire(100));
      calls.add(call);
      Thread.ofVirtual().start(call);
    }

    int granted = 0;
    for (FutureTask<Grant> call : calls) {
      granted += call.get() instanceof Grant.Granted ? 1 : 0;
    }
    assertThat(granted).isEqualTo(10);
  }
}
