package io.factorial.event;

import io.factorial.task.BatchId;
import io.factorial.task.BatchProgress;

/** What happens to a batch of tasks. */
public sealed interface BatchEvent extends AgentEvent {

  /**
   * The batch that it happened to.
   *
   * @return the batch's id
   */
  BatchId batchId();

  /**
   * How far the batch is.
   *
   * @return the progress at this event
   */
  BatchProgress progress();

  /**
   * Tasks of the batch ended; told at most once a second.
   *
   * @param meta which task, where in it, and when
   * @param batchId the batch
   * @param progress how far it is
   */
  record Progress(Meta meta, BatchId batchId, BatchProgress progress) implements BatchEvent {

    @Override
    public String type() {
      return "batch_progress";
    }
  }

  /**
   * All tasks of the batch have ended.
   *
   * @param meta which task, where in it, and when
   * @param batchId the batch
   * @param progress how far it is
   */
  record Completed(Meta meta, BatchId batchId, BatchProgress progress) implements BatchEvent {

    @Override
    public String type() {
      return "batch_completed";
    }
  }

  /**
   * The batch was ended from outside.
   *
   * @param meta which task, where in it, and when
   * @param batchId the batch
   * @param progress how far it is
   */
  record Cancelled(Meta meta, BatchId batchId, BatchProgress progress) implements BatchEvent {

    @Override
    public String type() {
      return "batch_cancelled";
    }
  }
}
