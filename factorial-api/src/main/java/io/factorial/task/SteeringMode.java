package io.factorial.task;

/** When a running task reads a steering message. */
public enum SteeringMode {
  /** At the start of its next turn; what runs now ends first. */
  NEXT_TURN,
  /** Now: the running turn is cut short, what it has so far is kept, and a new turn begins. */
  INTERRUPT
}
