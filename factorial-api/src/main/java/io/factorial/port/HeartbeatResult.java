package io.factorial.port;

import java.util.List;

/**
 * Where store and worker differ.
 *
 * @param unknown leases that the store lists for this worker and the worker did not name: a fetch's
 *     answer was lost, or has not arrived yet
 * @param gone leases that the worker named and the store does not list for it: stop these tasks
 * @param unreached leases whose part of the store did not answer: they were not renewed
 */
public record HeartbeatResult(List<Unknown> unknown, List<Lease> gone, List<Lease> unreached) {
  /**
   * A lease that the worker does not know.
   *
   * @param lease the lease
   * @param length the journal's length, with which the task can be handed back
   */
  public record Unknown(Lease lease, long length) {}

  /** Copies. */
  public HeartbeatResult {
    unknown = List.copyOf(unknown);
    gone = List.copyOf(gone);
    unreached = List.copyOf(unreached);
  }
}
