package io.factorial.port;

import io.factorial.task.TaskId;

/**
 * The right of a worker to run a task. A write passes only if fence and nonce are both equal to the
 * stored ones.
 *
 * @param task the task
 * @param worker who holds it
 * @param fence grows with every pickup and recovery, from 1
 * @param nonce tells two equal fences apart, after a failover that lost writes
 */
public record Lease(TaskId task, WorkerId worker, long fence, Nonce nonce) {
  /**
   * Checks the fence.
   *
   * @throws IllegalArgumentException when the fence is below 1
   */
  public Lease {
    Checks.atLeast("fence", fence, 1);
  }
}
