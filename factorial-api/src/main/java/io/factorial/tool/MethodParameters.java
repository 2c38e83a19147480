package io.factorial.tool;

import io.factorial.error.InvalidDefinitionException;
import io.factorial.json.JsonCodec;
import io.factorial.run.RunContext;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads which parameters of a method come from the model, and under which names. */
final class MethodParameters {

  private final String tool;
  private final Set<String> names = new HashSet<>();

  private MethodParameters(String tool) {
    this.tool = tool;
  }

  /** The parameters that come from the model, in order. */
  static List<JsonCodec.Property> of(String tool, Method method) {
    MethodParameters reader = new MethodParameters(tool);
    List<JsonCodec.Property> properties = new ArrayList<>();
    Parameter[] parameters = method.getParameters();
    for (int i = 0; i < parameters.length; i++) {
      if (!isInjected(parameters[i].getType())) {
        properties.add(reader.property(parameters[i], i + 1));
      }
    }
    return List.copyOf(properties);
  }

  /**
   * Whether the run gives the value of a parameter. By type alone: nothing in JSON can reach it.
   */
  static boolean isInjected(Class<?> type) {
    return type == ToolContext.class || type == RunContext.class;
  }

  private JsonCodec.Property property(Parameter parameter, int position) {
    @Nullable Param param = parameter.getAnnotation(Param.class);
    String name = name(parameter, param, position);
    if (!names.add(name)) {
      throw refused(position, name + " (expected: a name that no other parameter has)");
    }
    return new JsonCodec.Property(
        name,
        parameter.getParameterizedType(),
        param == null ? Optional.empty() : given(param.value()),
        param == null ? Optional.empty() : given(param.defaultValue()));
  }

  private String name(Parameter parameter, @Nullable Param param, int position) {
    if (param != null && !param.name().isEmpty()) {
      return param.name();
    }
    if (!parameter.isNamePresent()) {
      throw refused(
          position,
          "no name in the class file (compile with -parameters, or use @Param(name = ...))");
    }
    return parameter.getName();
  }

  private InvalidDefinitionException refused(int position, String what) {
    return new InvalidDefinitionException("tool " + tool + ", parameter " + position + ": " + what);
  }

  private static Optional<String> given(String value) {
    return value.isEmpty() ? Optional.empty() : Optional.of(value);
  }
}
