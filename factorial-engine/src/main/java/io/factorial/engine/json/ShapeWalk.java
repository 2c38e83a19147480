package io.factorial.engine.json;

import io.factorial.engine.json.Shape.Field;
import io.factorial.error.DecodingException;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.json.Json;
import io.factorial.json.JsonCodec.Property;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One walk over a type and all types inside it, which turns them into shapes or refuses one. */
final class ShapeWalk {

  /** A generic record may contain itself with ever larger arguments; no real type is this deep. */
  private static final int MAX_TYPE_DEPTH = 100;

  private final Shapes shapes;
  private final Map<BoundType, Shape.Named> met = new LinkedHashMap<>();
  private final List<Runnable> defaultChecks = new ArrayList<>();

  ShapeWalk(Shapes shapes) {
    this.shapes = shapes;
  }

  /** To be called once after everything is walked: only then are all shapes complete. */
  void finish() {
    defaultChecks.forEach(Runnable::run);
    met.forEach(shapes::keep);
  }

  Field field(Property property, Path path) {
    Shape shape = shape(BoundType.of(property.type(), path), path);
    return field(
        property.name(),
        property.nullable() ? nullable(shape) : shape,
        property.description(),
        property.defaultValue(),
        path);
  }

  Shape shape(BoundType type, Path path) {
    if (path.depth() > MAX_TYPE_DEPTH) {
      throw Refusal.definition(
          path, type.name(), "types nested in at most " + MAX_TYPE_DEPTH + " others");
    }
    Class<?> raw = type.raw();
    Shape.Scalar scalar = Scalars.of(raw);
    if (scalar != null) {
      return scalar;
    }
    if (raw.isEnum()) {
      return choice(raw);
    }
    return raw.isRecord() || isSealedInterface(raw) ? named(type, path) : container(type, path);
  }

  private Shape container(BoundType type, Path path) {
    Class<?> raw = type.raw();
    if (raw == List.class) {
      return new Shape.ListOf(shape(argument(type, 0, path), path.items()));
    }
    if (raw == Set.class) {
      return new Shape.SetOf(shape(argument(type, 0, path), path.items()));
    }
    if (raw == Map.class && argument(type, 0, path).raw() == String.class) {
      return new Shape.MapOf(shape(argument(type, 1, path), path.values()));
    }
    if (raw == Optional.class && argument(type, 0, path).raw() != Optional.class) {
      return new Shape.Maybe(shape(argument(type, 0, path), path), true);
    }
    throw Refusal.outsideTheSet(path, type.arguments().isEmpty() ? raw.getTypeName() : type.name());
  }

  private static BoundType argument(BoundType type, int index, Path path) {
    if (index >= type.arguments().size()) {
      throw Refusal.definition(path, type.name(), "its type arguments, as in List<String>");
    }
    return type.arguments().get(index);
  }

  private static Shape choice(Class<?> type) {
    Map<String, Object> constants = new LinkedHashMap<>();
    for (Object constant : type.getEnumConstants()) {
      constants.put(((Enum<?>) constant).name(), constant);
    }
    return new Shape.Choice(Collections.unmodifiableMap(constants));
  }

  private Shape.Named named(BoundType type, Path path) {
    Shape.Named known = met.containsKey(type) ? met.get(type) : shapes.finished(type);
    if (known != null) {
      return known;
    }
    return type.raw().isRecord() ? recordOf(type, path) : oneOf(type, path);
  }

  private Shape.RecordOf recordOf(BoundType type, Path path) {
    Shape.RecordOf shape = new Shape.RecordOf(type);
    met.put(type, shape);
    List<Field> fields = new ArrayList<>();
    for (RecordLayout.Part part : shape.layout.parts()) {
      fields.add(field(type, part, path.field(part.component())));
    }
    shape.fields = List.copyOf(fields);
    return shape;
  }

  private Field field(BoundType owner, RecordLayout.Part part, Path path) {
    Shape shape = shape(owner.inside(part.type(), path), path);
    return field(
        part.name(),
        part.nullable() ? nullable(shape) : shape,
        part.description(),
        part.defaultText(),
        path);
  }

  private static Shape nullable(Shape shape) {
    return shape instanceof Shape.Maybe ? shape : new Shape.Maybe(shape, false);
  }

  private Field field(
      String name,
      Shape shape,
      Optional<String> description,
      Optional<String> defaultText,
      Path path) {
    Optional<Json> defaultValue = defaultText.map(text -> defaultValue(shape, text, path));
    return new Field(name, shape, description, defaultValue);
  }

  private Json defaultValue(Shape shape, String text, Path path) {
    try {
      Json value = shape.isText() ? new Json.Str(text) : Json.parse(text);
      defaultChecks.add(() -> checkDefault(shape, value, text, path));
      return value;
    } catch (DecodingException e) {
      throw wrongDefault(shape, text, path);
    }
  }

  private static void checkDefault(Shape shape, Json value, String text, Path path) {
    try {
      Decoder.decode(shape, value, Path.ROOT);
    } catch (DecodingException e) {
      throw wrongDefault(shape, text, path);
    }
  }

  private static InvalidDefinitionException wrongDefault(Shape shape, String text, Path path) {
    return Refusal.definition(path, "default value " + Refusal.quoted(text), shape.expected());
  }

  private Shape.OneOf oneOf(BoundType type, Path path) {
    Shape.OneOf shape = new Shape.OneOf(type);
    met.put(type, shape);
    Map<String, BoundType> leaves = new LinkedHashMap<>();
    collectLeaves(type, leaves, path);
    Map<String, Shape.RecordOf> variants = new LinkedHashMap<>();
    leaves.forEach(
        (name, leaf) -> variants.put(name, (Shape.RecordOf) named(leaf, path.variant(name))));
    shape.variants = Collections.unmodifiableMap(variants);
    return shape;
  }

  private void collectLeaves(BoundType parent, Map<String, BoundType> leaves, Path path) {
    for (Class<?> permitted : parent.raw().getPermittedSubclasses()) {
      BoundType child = parent.permitted(permitted);
      if (isSealedInterface(permitted)) {
        collectLeaves(child, leaves, path);
      } else if (permitted.isRecord()) {
        addLeaf(child, leaves, path);
      } else {
        throw Refusal.definition(path, permitted.getTypeName(), "a sealed interface of records");
      }
    }
  }

  private static void addLeaf(BoundType leaf, Map<String, BoundType> leaves, Path path) {
    String name = leaf.raw().getSimpleName();
    BoundType before = leaves.putIfAbsent(name, leaf);
    if (before != null && before.raw() != leaf.raw()) {
      throw Refusal.definition(
          path,
          "two records " + name + " (" + before.raw().getName() + ", " + leaf.raw().getName() + ")",
          "simple names that differ");
    }
  }

  private static boolean isSealedInterface(Class<?> type) {
    return type.isInterface() && type.isSealed();
  }
}
