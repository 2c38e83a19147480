package io.factorial.engine.json;

import io.factorial.json.Json;
import org.jspecify.annotations.Nullable;

/** Where in a value, or in a type, a part of it is: {@code days[2].low}. */
final class Path {

  /** The whole value. */
  static final Path ROOT = new Path(null, "", -1);

  private final @Nullable Path parent;
  private final String step;
  private final int index;
  private final int depth;

  /** The text of an index is made only when somebody reads the path. */
  private Path(@Nullable Path parent, String step, int index) {
    this.parent = parent;
    this.step = step;
    this.index = index;
    this.depth = parent == null ? 0 : parent.depth + 1;
  }

  /** The whole of something that has a name, as a type does. */
  static Path of(String name) {
    return new Path(null, name, -1);
  }

  Path field(String name) {
    return new Path(this, this == ROOT ? name : "." + name, -1);
  }

  Path item(int position) {
    return new Path(this, "", position);
  }

  /** Any item of a list. */
  Path items() {
    return new Path(this, "[]", -1);
  }

  /** Any value of a map. */
  Path values() {
    return new Path(this, "{}", -1);
  }

  /** One of the records that a sealed interface permits. */
  Path variant(String name) {
    return new Path(this, "(" + name + ")", -1);
  }

  int depth() {
    return depth;
  }

  /**
   * Refuses what could not be read back from text, and ends a walk over a value that holds itself.
   */
  void checkDepth() {
    if (depth > Json.MAX_DEPTH) {
      throw Refusal.value(ROOT, "nested too deeply", "at most " + Json.MAX_DEPTH + " levels");
    }
  }

  /** The path as text; empty for the whole value. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    append(text);
    return text.toString();
  }

  private void append(StringBuilder text) {
    if (parent != null) {
      parent.append(text);
    }
    if (index >= 0) {
      text.append('[').append(index).append(']');
    } else {
      text.append(step);
    }
  }
}
