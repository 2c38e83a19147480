package io.factorial.tool;

import io.factorial.error.InvalidDefinitionException;
import io.factorial.json.Json;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds the {@code @Tool} methods of an object, inherited ones included. */
final class Toolboxes {

  private Toolboxes() {}

  /** Sorted by name: reflection gives methods in no order, and schemas have a fingerprint. */
  static List<FunctionTool<Json.Obj>> read(Object toolbox) {
    checkKind(toolbox);
    Map<String, Method> byName = new TreeMap<>();
    for (Method method : toolMethods(toolbox.getClass())) {
      String name = MethodTools.nameOf(method, annotation(method));
      Method other = byName.putIfAbsent(name, method);
      if (other != null) {
        throw new InvalidDefinitionException(
            "tool %s: two methods of %s (expected: one; @Tool(name = ...) gives another name)"
                .formatted(name, toolbox.getClass().getName()));
      }
    }
    if (byName.isEmpty()) {
      throw refused(toolbox.getClass().getName() + " has no @Tool method");
    }
    List<FunctionTool<Json.Obj>> tools = new ArrayList<>();
    byName.values().forEach(m -> tools.add(MethodTools.make(toolbox, m, annotation(m))));
    return List.copyOf(tools);
  }

  /** Refuses what is easily given by mistake, in words that say what to do instead. */
  private static void checkKind(Object toolbox) {
    switch (toolbox) {
      case FunctionTool<?> tool ->
          throw refused("FunctionTool " + tool.name() + ", which is added by tool(...)");
      case Class<?> type ->
          throw refused("class " + type.getName() + ", not an object of it such as new X()");
      case Collection<?> values ->
          throw refused("a collection, " + values.getClass().getName() + ", not one object");
      case Object[] values ->
          throw refused("an array, " + values.getClass().getSimpleName() + ", not one object");
      default -> checkNamedClass(toolbox.getClass());
    }
  }

  private static void checkNamedClass(Class<?> type) {
    if (type.isHidden() || type.isSynthetic()) {
      throw refused(
          "a lambda or method reference, "
              + type.getName()
              + ", which is added by tool(FunctionTool.of(...))");
    }
  }

  private static InvalidDefinitionException refused(String what) {
    return new InvalidDefinitionException(
        "toolbox: " + what + " (expected: an object with @Tool methods)");
  }

  /** All annotated methods, nearest first; what a nearer annotated method overrides is left out. */
  private static List<Method> toolMethods(Class<?> type) {
    List<Method> found = new ArrayList<>();
    Set<String> signatures = new HashSet<>();
    for (Class<?> each : supertypes(type)) {
      Set<String> names = new HashSet<>();
      for (Method method : each.getDeclaredMethods()) {
        if (!method.isBridge() && isTool(method)) {
          names.add(method.getName());
          if (signatures.add(signature(method))) {
            found.add(method);
          }
        }
      }
      Stream.of(each.getDeclaredMethods())
          .filter(method -> method.isBridge() && names.contains(method.getName()))
          .forEach(bridge -> signatures.add(signature(bridge)));
    }
    found.sort(Comparator.comparing(Method::getName));
    return found;
  }

  /** A class, its superclasses, then all interfaces. */
  static Set<Class<?>> supertypes(Class<?> type) {
    Set<Class<?>> types = new LinkedHashSet<>();
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      types.add(each);
    }
    for (Class<?> each : List.copyOf(types)) {
      addInterfaces(each, types);
    }
    return types;
  }

  private static void addInterfaces(Class<?> type, Set<Class<?>> types) {
    for (Class<?> each : type.getInterfaces()) {
      if (types.add(each)) {
        addInterfaces(each, types);
      }
    }
  }

  private static String signature(Method method) {
    return method.getName() + Arrays.toString(method.getParameterTypes());
  }

  private static boolean isTool(Method method) {
    return method.isAnnotationPresent(Tool.class);
  }

  private static Tool annotation(Method method) {
    return method.getAnnotation(Tool.class);
  }
}
