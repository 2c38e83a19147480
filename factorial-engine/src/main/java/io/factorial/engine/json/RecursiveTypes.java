package io.factorial.engine.json;

import io.factorial.engine.json.Shape.Field;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The types that contain themselves, with a name for each. Types are compared, not shapes: which
 * shapes are shared depends on what was walked before, and a schema must not.
 */
final class RecursiveTypes {

  private final Map<BoundType, Boolean> open = new HashMap<>();
  private final Map<BoundType, String> names = new HashMap<>();
  private final Map<String, Shape.Named> shapes = new LinkedHashMap<>();

  private RecursiveTypes() {}

  static RecursiveTypes in(List<Shape> roots) {
    RecursiveTypes search = new RecursiveTypes();
    roots.forEach(search::visit);
    return search;
  }

  /** The name of a type that contains itself; null for any other. */
  @Nullable String name(Shape.Named shape) {
    return names.get(shape.type());
  }

  void forEach(BiConsumer<String, Shape.Named> action) {
    shapes.forEach(action);
  }

  private void visit(Shape shape) {
    switch (shape) {
      case Shape.Scalar scalar -> {}
      case Shape.Choice choice -> {}
      case Shape.ListOf list -> visit(list.item());
      case Shape.SetOf set -> visit(set.item());
      case Shape.MapOf map -> visit(map.value());
      case Shape.Maybe maybe -> visit(maybe.value());
      case Shape.RecordOf recordOf ->
          visit(recordOf, recordOf.fields.stream().map(Field::shape).toList());
      case Shape.OneOf oneOf -> visit(oneOf, List.copyOf(oneOf.variants.values()));
    }
  }

  private void visit(Shape.Named shape, List<? extends Shape> inside) {
    Boolean isOpen = open.putIfAbsent(shape.type(), true);
    if (isOpen == null) {
      inside.forEach(this::visit);
      open.put(shape.type(), false);
    } else if (isOpen && !names.containsKey(shape.type())) {
      String name = freeName(shape.type().raw().getSimpleName());
      names.put(shape.type(), name);
      shapes.put(name, shape);
    }
  }

  private String freeName(String wanted) {
    String name = wanted;
    for (int i = 2; shapes.containsKey(name); i++) {
      name = wanted + i;
    }
    return name;
  }
}
