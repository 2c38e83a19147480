package io.factorial.engine.json;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A type without variables and wildcards. Equal types are equal here, whatever made them.
 *
 * @param raw the class
 * @param arguments its type arguments; none where it has none, or where it is used raw
 */
record BoundType(Class<?> raw, List<BoundType> arguments) {

  BoundType {
    arguments = List.copyOf(arguments);
  }

  static BoundType of(Type type, Path path) {
    return of(type, Map.of(), path);
  }

  /** A type that stands inside this one, as that of a record component. */
  BoundType inside(Type type, Path path) {
    return of(type, variables(), path);
  }

  /**
   * A permitted subtype, with its own variables bound by what it says about this type: {@code Ok<T>
   * implements Answer<T>} is {@code Ok<String>} for {@code Answer<String>}.
   */
  BoundType permitted(Class<?> subtype) {
    Map<TypeVariable<?>, BoundType> known = new HashMap<>();
    for (Type parent : subtype.getGenericInterfaces()) {
      if (parent instanceof ParameterizedType generic && generic.getRawType() == raw) {
        bind(generic.getActualTypeArguments(), known);
      }
    }
    List<BoundType> bound =
        Arrays.stream(subtype.getTypeParameters())
            .filter(known::containsKey)
            .map(known::get)
            .toList();
    return new BoundType(subtype, bound);
  }

  private void bind(Type[] formals, Map<TypeVariable<?>, BoundType> known) {
    for (int i = 0; i < formals.length && i < arguments.size(); i++) {
      if (formals[i] instanceof TypeVariable<?> variable) {
        known.put(variable, arguments.get(i));
      }
    }
  }

  /** How the type is named in errors and in {@code $defs}. */
  String name() {
    return arguments.isEmpty()
        ? raw.getSimpleName()
        : arguments.stream()
            .map(BoundType::name)
            .collect(Collectors.joining(", ", raw.getSimpleName() + "<", ">"));
  }

  private Map<TypeVariable<?>, BoundType> variables() {
    TypeVariable<?>[] formals = raw.getTypeParameters();
    Map<TypeVariable<?>, BoundType> bindings = new HashMap<>();
    for (int i = 0; i < formals.length && i < arguments.size(); i++) {
      bindings.put(formals[i], arguments.get(i));
    }
    return bindings;
  }

  private static BoundType of(Type type, Map<TypeVariable<?>, BoundType> bindings, Path path) {
    if (type instanceof Class<?> plain) {
      return new BoundType(plain, List.of());
    }
    if (type instanceof ParameterizedType generic) {
      List<BoundType> arguments =
          Arrays.stream(generic.getActualTypeArguments())
              .map(argument -> of(argument, bindings, path))
              .toList();
      return new BoundType((Class<?>) generic.getRawType(), arguments);
    }
    if (type instanceof WildcardType wildcard) {
      return of(wildcard.getUpperBounds()[0], bindings, path);
    }
    BoundType bound = type instanceof TypeVariable<?> variable ? bindings.get(variable) : null;
    if (bound == null) {
      throw Refusal.outsideTheSet(path, type.getTypeName());
    }
    return bound;
  }
}
