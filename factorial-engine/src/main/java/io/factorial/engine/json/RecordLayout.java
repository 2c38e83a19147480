package io.factorial.engine.json;

import io.factorial.error.InvalidDefinitionException;
import io.factorial.tool.Param;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a record class is taken apart and put together, and what its parts are called in JSON. */
final class RecordLayout {

  /** The field that tells the records of a sealed interface apart. */
  static final String TAG = "type";

  /** Kept with the class, so that a class that is unloaded takes its layout along. */
  private static final ClassValue<RecordLayout> LAYOUTS =
      new ClassValue<>() {
        @Override
        protected RecordLayout computeValue(Class<?> type) {
          return new RecordLayout(type);
        }
      };

  private final Class<?> type;
  private final List<Part> parts;
  private final List<byte[]> labels;
  private final Optional<String> tag;
  private final MethodHandle constructor;

  private RecordLayout(Class<?> type) {
    this.type = type;
    RecordComponent[] components = type.getRecordComponents();
    this.parts = Arrays.stream(components).map(RecordLayout::part).toList();
    this.tag = isOfSealedInterface(type) ? Optional.of(type.getSimpleName()) : Optional.empty();
    this.constructor = constructor(type, components);
    checkNames();
    this.labels = parts.stream().map(part -> JsonBytes.label(part.name())).toList();
  }

  static RecordLayout of(Class<?> type) {
    return LAYOUTS.get(type);
  }

  String name() {
    return type.getSimpleName();
  }

  List<Part> parts() {
    return parts;
  }

  /** What stands before the value of a part: its name in JSON, and a colon. */
  byte[] label(int part) {
    return labels.get(part);
  }

  /** What the {@code type} field says, for a record that belongs to a sealed interface. */
  Optional<String> tag() {
    return tag;
  }

  /** Calls the canonical constructor; what it throws is thrown as it is. */
  Object construct(@Nullable Object[] values) throws Throwable {
    return (Object) constructor.invokeExact(values);
  }

  /**
   * One component.
   *
   * @param component its name in Java
   * @param name its name in JSON
   * @param type its type
   * @param nullable whether it is marked so
   * @param description what it means, for the model
   * @param defaultText what it is when it is absent
   * @param accessor reads it
   */
  record Part(
      String component,
      String name,
      Type type,
      boolean nullable,
      Optional<String> description,
      Optional<String> defaultText,
      MethodHandle accessor) {

    @Nullable Object read(Object from) throws Throwable {
      return (Object) accessor.invokeExact(from);
    }

    boolean mayBeNull() {
      return nullable || type == Optional.class;
    }
  }

  private static Part part(RecordComponent component) {
    Optional<Param> param = Optional.ofNullable(component.getAnnotation(Param.class));
    return new Part(
        component.getName(),
        param.flatMap(p -> said(p.name())).orElse(component.getName()),
        component.getGenericType(),
        isNullable(component),
        param.flatMap(p -> said(p.value())),
        param.flatMap(p -> said(p.defaultValue())),
        accessor(component));
  }

  private static Optional<String> said(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /** Any annotation of this name counts: projects have their own, and they all mean the same. */
  private static boolean isNullable(RecordComponent component) {
    return Stream.concat(
            Arrays.stream(component.getAnnotations()),
            Arrays.stream(component.getAnnotatedType().getAnnotations()))
        .map(Annotation::annotationType)
        .anyMatch(annotation -> annotation.getSimpleName().equals("Nullable"));
  }

  private static boolean isOfSealedInterface(Class<?> type) {
    return Arrays.stream(type.getInterfaces())
        .anyMatch(parent -> parent.isSealed() || isOfSealedInterface(parent));
  }

  private static MethodHandle accessor(RecordComponent component) {
    Method method = component.getAccessor();
    open(method, component.getDeclaringRecord());
    try {
      return MethodHandles.lookup()
          .unreflect(method)
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (IllegalAccessException e) {
      throw notOpen(component.getDeclaringRecord());
    }
  }

  private static MethodHandle constructor(Class<?> type, RecordComponent[] components) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<?> canonical = type.getDeclaredConstructor(types);
      open(canonical, type);
      return MethodHandles.lookup()
          .unreflectConstructor(canonical)
          .asSpreader(Object[].class, types.length)
          .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw notOpen(type);
    }
  }

  private static void open(AccessibleObject member, Class<?> type) {
    try {
      member.setAccessible(true);
    } catch (InaccessibleObjectException e) {
      throw notOpen(type);
    }
  }

  private static InvalidDefinitionException notOpen(Class<?> type) {
    return new InvalidDefinitionException(
        "record "
            + type.getName()
            + ": not accessible (expected: opens "
            + type.getPackageName()
            + " in module-info.java)");
  }

  private void checkNames() {
    Set<String> seen = new HashSet<>();
    tag.ifPresent(said -> seen.add(TAG));
    for (Part part : parts) {
      if (!seen.add(part.name())) {
        throw new InvalidDefinitionException(
            "record "
                + name()
                + ", component "
                + part.component()
                + ": a second field "
                + part.name()
                + " (expected: each name once"
                + (tag.isPresent() ? "; a record of a sealed interface has a field type" : "")
                + "; @Param(name = …) renames)");
      }
    }
  }
}
