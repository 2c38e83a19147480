package io.factorial.tool;

import io.factorial.error.InvalidDefinitionException;
import io.factorial.json.Json;
import io.factorial.json.JsonCodec;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a tool of a method and its annotation. */
final class MethodTools {

  private MethodTools() {}

  static String nameOf(Method method, Tool tool) {
    return tool.name().isEmpty() ? method.getName() : tool.name();
  }

  /** The receiver is null for a static method only. */
  static FunctionTool<Json.Obj> make(@Nullable Object receiver, Method method, Tool tool) {
    String name = nameOf(method, tool);
    if (tool.value().isBlank()) {
      throw new InvalidDefinitionException(
          "tool " + name + ", description: blank (expected: what the tool does, for the model)");
    }
    List<JsonCodec.Property> properties = MethodParameters.of(name, method);
    open(method, "tool " + name);
    ToolDraft<Json.Obj> draft =
        new ToolDraft<>(
            name,
            tool.value(),
            new ToolArguments.OfProperties(properties),
            new MethodBody(receiver, method, properties));
    return new FunctionTool<>(withOptions(draft, tool, method));
  }

  private static ToolDraft<Json.Obj> withOptions(
      ToolDraft<Json.Obj> draft, Tool tool, Method method) {
    draft.mayDefer = mayDefer(method.getReturnType());
    draft.replay = tool.replay();
    draft.sequential = tool.sequential();
    boolean needsApproval = tool.needsApproval();
    draft.needsApproval = (args, ctx) -> needsApproval;
    if (tool.timeoutMillis() != 0) {
      draft.timeout(Duration.ofMillis(tool.timeoutMillis()));
    }
    return draft;
  }

  /** Whether a value of the declared type may be one of the results that wait. */
  private static boolean mayDefer(Class<?> declared) {
    return Stream.of(ToolResult.Pending.class, ToolResult.Spawn.class, ToolResult.Sleep.class)
        .anyMatch(declared::isAssignableFrom);
  }

  /** Lets a method be called that is not public; the error names what a module must open. */
  static void open(Method method, String thing) {
    try {
      method.setAccessible(true);
    } catch (InaccessibleObjectException e) {
      Class<?> owner = method.getDeclaringClass();
      throw new InvalidDefinitionException(
          "%s: %s is closed to reflection (expected: opens %s; in the module-info of %s)"
              .formatted(
                  thing, owner.getName(), owner.getPackageName(), owner.getModule().getName()),
          e);
    }
  }
}
