package io.factorial.openai;

/** Text that can be sent. */
final class WireText {

  private static final char REPLACEMENT = '\uFFFD';

  private WireText() {}

  /**
   * A text without halves of surrogate pairs. They come from texts that were cut, have no UTF-8
   * form, and would make an endpoint refuse the whole conversation at every try.
   */
  static String clean(String text) {
    StringBuilder changed = null;
    for (int i = 0; i < text.length(); i++) {
      if (!Character.isSurrogate(text.charAt(i))) {
        continue;
      }
      if (Character.isSupplementaryCodePoint(text.codePointAt(i))) {
        i++;
        continue;
      }
      if (changed == null) {
        changed = new StringBuilder(text);
      }
      changed.setCharAt(i, REPLACEMENT);
    }
    return changed == null ? text : changed.toString();
  }

  /** A provider's word, if it is one: anything longer or stranger may quote what was sent. */
  static String identifier(String word) {
    return word.matches("[a-zA-Z0-9_.\\-\\[\\]]{1,100}") ? word : "***";
  }
}
