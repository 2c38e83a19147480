package io.factorial.examples.review;

import java.util.List;

/**
 * What the reviewer says of a change.
 *
 * @param verdict whether it may go in
 * @param comments what there is to say about it
 */
public record Review(Verdict verdict, List<Comment> comments) {

  /** Whether a change may go in. */
  public enum Verdict {
    /** As it is. */
    APPROVE,
    /** After some changes. */
    REQUEST_CHANGES
  }

  /**
   * A remark on a line.
   *
   * @param file the file
   * @param line the line, from 1
   * @param text the remark
   */
  public record Comment(String file, int line, String text) {}
}
