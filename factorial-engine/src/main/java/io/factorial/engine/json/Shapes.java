package io.factorial.engine.json;

import io.factorial.engine.json.Shape.Field;
import io.factorial.json.JsonCodec.Property;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The shapes of types. Those of classes are kept with the class, and found again by every walk. */
final class Shapes {

  /** A holder, because a {@code ClassValue} itself cannot say whether it has a value. */
  private final ClassValue<AtomicReference<Shape.@Nullable Named>> finished =
      new ClassValue<>() {
        @Override
        protected AtomicReference<Shape.@Nullable Named> computeValue(Class<?> type) {
          return new AtomicReference<>();
        }
      };

  Shape of(Type type) {
    Path unnamed = Path.of(type.getTypeName());
    BoundType bound = BoundType.of(type, unnamed);
    ShapeWalk walk = new ShapeWalk(this);
    Shape shape = walk.shape(bound, Path.of(bound.name()));
    walk.finish();
    return shape;
  }

  List<Field> fields(List<Property> properties) {
    ShapeWalk walk = new ShapeWalk(this);
    List<Field> fields = new ArrayList<>(properties.size());
    for (Property property : properties) {
      fields.add(walk.field(property, Path.of(property.name())));
    }
    walk.finish();
    return fields;
  }

  Shape.@Nullable Named finished(BoundType type) {
    return type.arguments().isEmpty() ? finished.get(type.raw()).get() : null;
  }

  /** Keeps the shape of a class; that of a generic type would keep its arguments' classes alive. */
  void keep(BoundType type, Shape.Named shape) {
    if (type.arguments().isEmpty()) {
      finished.get(type.raw()).set(shape);
    }
  }
}
