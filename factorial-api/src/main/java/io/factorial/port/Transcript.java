package io.factorial.port;

import io.factorial.message.Message;
import java.util.List;

/**
 * A part of a task's conversation in the order in which it was recorded. It only grows at its end,
 * so that who has read it up to {@code next} reads on from there.
 *
 * @param lines the messages
 * @param next the journal's entry to read on from
 */
public record Transcript(List<Line> lines, long next) {
  /** Copies. */
  public Transcript {
    lines = List.copyOf(lines);
  }

  /**
   * A message in its place.
   *
   * @param entry the journal's entry that holds it, from 0
   * @param part its number in the entry, from 0: what a run starts from may be several messages
   * @param turn the turn, from 0
   * @param source where it comes from
   * @param message the message
   */
  public record Line(long entry, int part, int turn, Source source, Message message) {}

  /** Where a message comes from. */
  public enum Source {
    /** What the run started from. */
    INPUT,
    /** A model's answer. */
    MODEL,
    /** A tool's result. */
    TOOL,
    /** Put into the running task from outside. */
    STEERING,
    /** What the engine told the model about an answer that it could not take. */
    ENGINE
  }
}
