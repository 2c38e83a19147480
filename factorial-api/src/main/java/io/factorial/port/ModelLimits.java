package io.factorial.port;

import io.factorial.llm.ModelName;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Shares what a model takes per minute among all workers, and pauses a model for all of them.
 *
 * <p><b>Threads.</b> Any number of threads may call. Only {@code acquire} waits.
 *
 * <p><b>Faults.</b> {@link io.factorial.error.StoreException}.
 */
public interface ModelLimits {
  /**
   * Asks for the right to call a model. Grants at once where nothing limits it.
   *
   * @param model the model
   * @param need what the call will take
   * @param maxWait how long to wait for it at most
   * @return the right, or when to ask again
   * @throws InterruptedException when the thread is interrupted
   */
  Grant acquire(ModelName model, Estimate need, Duration maxWait) throws InterruptedException;

  /**
   * Tells what a call took, so that the difference is given back or taken.
   *
   * @param grant the right that was used
   * @param tokens tokens in and out
   */
  void settle(Grant.Granted grant, long tokens);

  /**
   * Lets nobody call a model for a time. A longer pause that is there stays.
   *
   * @param model the model
   * @param time how long from now
   */
  void pause(ModelName model, Duration time);

  /**
   * Sets what a model takes per minute.
   *
   * @param model the model
   * @param rates the limits
   */
  void configure(ModelName model, Rates rates);

  /**
   * What was configured.
   *
   * @return the limits by model; models without one are absent
   */
  Map<ModelName, Rates> rates();

  /**
   * The models that nobody may call now.
   *
   * @return until when, by model; empty where an adapter does not tell
   */
  default Map<ModelName, Instant> pauses() {
    return Map.of();
  }
}
