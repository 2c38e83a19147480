package io.factorial.task;

import io.factorial.error.InvalidTaskIdException;
import java.util.regex.Pattern;

/**
 * The name of a task, which also says in which partition it lives and whose child it is.
 *
 * <p>It reads {@code P-} and 22 letters or digits, {@code P} being the partition; a child adds
 * {@code .TURN.INDEX.I}: the turn and the index of the call that made it, and its own number there.
 * So a child's id follows from its parent's, and making children twice makes none twice.
 *
 * @param value the text, at most 256 characters
 */
public record TaskId(String value) {

  private static final int LONGEST = 256;
  private static final String GENERATION = ("\\." + IdForm.NUMBER).repeat(3);
  private static final Pattern FORM = Pattern.compile(IdForm.ROOT + "(?:" + GENERATION + ")*+");

  /**
   * Checks the form.
   *
   * @throws InvalidTaskIdException if the text is not a task's id
   */
  public TaskId {
    IdForm.check(
        "task id",
        value,
        FORM,
        LONGEST,
        "PARTITION-22 letters or digits, .TURN.INDEX.I per generation, at most 256 characters");
  }

  /**
   * Reads an id that came from outside.
   *
   * @param text the text
   * @return the id
   * @throws InvalidTaskIdException if the text is not a task's id
   */
  public static TaskId parse(String text) {
    return new TaskId(text);
  }

  /**
   * The partition that the task, its owner's events and all its descendants live in.
   *
   * @return the number, from 0
   */
  public int partition() {
    return IdForm.partition(value);
  }

  /**
   * The id of a child, which is always the same for the same call and number.
   *
   * @param turn the turn of the call that makes the child, from 0
   * @param index the index of that call in its turn, from 0
   * @param i the number of the child among those of the call, from 0
   * @return the child's id
   * @throws InvalidTaskIdException if a number is negative, or the id would be longer than 256
   *     characters: too many generations
   */
  public TaskId child(int turn, int index, int i) {
    return new TaskId(value + "." + turn + "." + index + "." + i);
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
