package io.factorial.engine.json;

import io.factorial.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a Java type looks like in JSON: the one answer that schema and binding both follow. */
sealed interface Shape {

  /** What a value of this shape is, in the words of an error. */
  String expected();

  /** Whether a value of this shape is a JSON string. */
  default boolean isText() {
    return false;
  }

  /**
   * A type that stands for itself.
   *
   * @param schema its schema
   * @param expected what a value is, in the words of an error
   * @param read makes the Java value; null, or an exception of parsing, when the JSON does not fit
   * @param write makes the JSON of a Java value
   */
  record Scalar(Json.Obj schema, String expected, Read read, Write write) implements Shape {

    @Override
    public boolean isText() {
      return schema.text("type").filter("string"::equals).isPresent();
    }

    /** From JSON. */
    @FunctionalInterface
    interface Read {
      @Nullable Object from(Json value);
    }

    /** To JSON. */
    @FunctionalInterface
    interface Write {
      Json to(Object value);
    }
  }

  /** An enum: its constants by name. */
  record Choice(Map<String, Object> constants) implements Shape {
    @Override
    public String expected() {
      return "one of " + String.join(", ", constants.keySet());
    }

    @Override
    public boolean isText() {
      return true;
    }
  }

  /** A list of one kind of item. */
  record ListOf(Shape item) implements Shape {
    @Override
    public String expected() {
      return "an array";
    }
  }

  /** A list of one kind of item, of which equal ones count once. */
  record SetOf(Shape item) implements Shape {
    @Override
    public String expected() {
      return "an array";
    }
  }

  /** Values of one kind under any names. */
  record MapOf(Shape value) implements Shape {
    @Override
    public String expected() {
      return "an object";
    }
  }

  /**
   * A value that may be absent or null.
   *
   * @param value the value that may be there
   * @param wrapped whether Java sees an {@code Optional}; otherwise the value or null
   */
  record Maybe(Shape value, boolean wrapped) implements Shape {
    @Override
    public String expected() {
      return value.expected() + ", or null";
    }

    @Override
    public boolean isText() {
      return value.isText();
    }
  }

  /** A record or a sealed interface. Filled after it is made, because it may contain itself. */
  sealed interface Named extends Shape {
    /** The type; a type may have several equal shapes, from different walks. */
    BoundType type();
  }

  /** A record: an object of known fields. */
  final class RecordOf implements Named {
    final RecordLayout layout;
    List<Field> fields = List.of();
    private final BoundType type;

    RecordOf(BoundType type) {
      this.type = type;
      this.layout = RecordLayout.of(type.raw());
    }

    @Override
    public BoundType type() {
      return type;
    }

    @Override
    public String expected() {
      return "an object";
    }
  }

  /** A sealed interface: one of several records, told by their {@code type} field. */
  final class OneOf implements Named {
    Map<String, RecordOf> variants = Map.of();
    private final BoundType type;

    OneOf(BoundType type) {
      this.type = type;
    }

    @Override
    public BoundType type() {
      return type;
    }

    @Override
    public String expected() {
      return "an object whose type is one of " + String.join(", ", variants.keySet());
    }
  }

  /**
   * One named value of an object.
   *
   * @param name its name in JSON
   * @param shape its shape
   * @param description what it means, for the model
   * @param defaultValue what it is when it is absent
   */
  record Field(
      String name, Shape shape, Optional<String> description, Optional<Json> defaultValue) {

    /** Whether a sender must say it; an optional one is said as null. */
    boolean isRequired() {
      return defaultValue.isEmpty();
    }
  }
}
