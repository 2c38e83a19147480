package io.factorial.task;

import io.factorial.error.InvalidTaskIdException;
import java.util.regex.Pattern;

/**
 * The name of a batch of tasks: {@code P-} and 22 letters or digits, {@code P} being the partition
 * that all its tasks live in.
 *
 * @param value the text
 */
public record BatchId(String value) {

  private static final int LONGEST = 32;
  private static final Pattern FORM = Pattern.compile(IdForm.ROOT);

  /**
   * Checks the form.
   *
   * @throws InvalidTaskIdException if the text is not a batch's id
   */
  public BatchId {
    IdForm.check("batch id", value, FORM, LONGEST, "PARTITION-22 letters or digits");
  }

  /**
   * Reads an id that came from outside.
   *
   * @param text the text
   * @return the id
   * @throws InvalidTaskIdException if the text is not a batch's id
   */
  public static BatchId parse(String text) {
    return new BatchId(text);
  }

  /**
   * The partition that the batch and its tasks live in.
   *
   * @return the number, from 0
   */
  public int partition() {
    return IdForm.partition(value);
  }

  /**
   * The id as text.
   *
   * @return the value
   */
  @Override
  public String toString() {
    return value;
  }
}
