package io.factorial.port;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a worker says in its heartbeat.
 *
 * @param leases every lease that it holds
 * @param leaseLength the worker's lease, from the store's now
 * @param host where it runs, for people
 * @param version the version of Factorial that it runs
 * @param slots slots by agent
 */
public record Held(
    List<Lease> leases,
    Duration leaseLength,
    String host,
    String version,
    Map<String, Integer> slots) {
  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException when the lease's length is negative
   */
  public Held {
    Checks.notNegative("lease length", leaseLength);
    leases = List.copyOf(leases);
    slots = Map.copyOf(slots);
  }
}
