package io.factorial.tool;

import io.factorial.json.Json;
import io.factorial.json.JsonCodec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls a method with arguments from JSON and with the run's own values. */
final class MethodBody implements FunctionTool.Body<Json.Obj> {

  /** What a method without a result answers: a model takes an empty answer for a failure. */
  private static final String DONE = "done";

  private final @Nullable Object receiver;
  private final Method method;
  private final List<JsonCodec.Property> properties;

  /** The receiver is null for a static method only. */
  MethodBody(@Nullable Object receiver, Method method, List<JsonCodec.Property> properties) {
    this.receiver = receiver;
    this.method = method;
    this.properties = properties;
  }

  @Override
  public @Nullable Object run(Json.Obj arguments, ToolContext ctx) throws Exception {
    @Nullable Object[] values = values(arguments, ctx);
    try {
      Object result = method.invoke(receiver, values);
      return method.getReturnType() == void.class ? DONE : result;
    } catch (InvocationTargetException e) {
      throw causeOf(e);
    }
  }

  private @Nullable Object[] values(Json.Obj arguments, ToolContext ctx) {
    Iterator<@Nullable Object> given = JsonCodec.get().decode(arguments, properties).iterator();
    Class<?>[] types = method.getParameterTypes();
    @Nullable Object[] values = new @Nullable Object[types.length];
    for (int i = 0; i < types.length; i++) {
      values[i] = MethodParameters.isInjected(types[i]) ? ctx : given.next();
    }
    return values;
  }

  /** The tool's own exception: the engine tells errors apart by their class. */
  private static Exception causeOf(InvocationTargetException e) {
    return switch (e.getCause()) {
      case Exception cause -> cause;
      case Error error -> throw error;
      case null, default -> e;
    };
  }
}
