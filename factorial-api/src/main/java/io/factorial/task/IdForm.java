package io.factorial.task;

import io.factorial.error.InvalidTaskIdException;
import java.util.regex.Pattern;

/** The form that ids share: a partition, a hyphen, 22 random characters. */
final class IdForm {

  /** A number without leading zeros, so that one id has one text; short enough for an int. */
  static final String NUMBER = "(?:0|[1-9][0-9]{0,8})";

  static final String ROOT = NUMBER + "-[0-9A-Za-z]{22}";

  private IdForm() {}

  static void check(String thing, String value, Pattern form, int longest, String expected) {
    // The length comes first: the text may be anybody's, and the pattern should see little of it.
    if (value.length() > longest || !form.matcher(value).matches()) {
      throw new InvalidTaskIdException(thing, value, expected);
    }
  }

  static int partition(String value) {
    return Integer.parseInt(value.substring(0, value.indexOf('-')));
  }
}
