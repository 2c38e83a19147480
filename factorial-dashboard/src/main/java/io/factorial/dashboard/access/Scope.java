package io.factorial.dashboard.access;

/** What a route takes of its caller. */
public enum Scope {
  /** Nothing: everybody who reaches the server may take it. */
  OPEN,
  /** To read, within the caller's owner where it has one. */
  READ,
  /** To change, within the caller's owner where it has one. */
  OPERATE,
  /** To read what belongs to no owner. */
  FLEET_READ,
  /** To change what belongs to no owner. */
  FLEET_OPERATE;

  boolean changes() {
    return this == OPERATE || this == FLEET_OPERATE;
  }

  boolean isOfFleet() {
    return this == FLEET_READ || this == FLEET_OPERATE;
  }
}
