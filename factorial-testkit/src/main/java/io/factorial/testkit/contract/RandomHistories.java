package io.factorial.testkit.contract;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/**
 * Random histories of a small fleet: clients, workers that die and wake up again, and ticks. After
 * every step the {@link Invariants} hold; at the end every task can be brought to its end. But for
 * random ids the history is a pure function of its seed, which a failure names.
 */
public interface RandomHistories extends QueueScene {
  /** How many steps a history has. */
  int STEPS = 200;

  /**
   * Plays one history.
   *
   * @param repetition its number is the seed
   */
  @RepeatedTest(60)
  default void whateverHappensTheInvariantsHoldAndEveryTaskEnds(RepetitionInfo repetition) {
    new RandomHistory(this, repetition.getCurrentRepetition()).play(STEPS);
  }
}
