package io.factorial.tool;

import io.factorial.error.InvalidDefinitionException;
import io.factorial.json.Json;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the method behind a reference, through the form in which a serializable one is written. */
final class MethodReferences {

  private MethodReferences() {}

  static FunctionTool<Json.Obj> read(ToolMethod reference) {
    SerializedLambda written = written(reference);
    Class<?> owner = owner(written, reference);
    String shown = owner.getName() + "::" + written.getImplMethodName();
    checkKind(written, owner);
    Object receiver = receiver(written, shown);
    Method method = method(written, owner, shown);
    Method annotated = annotated(method, receiver, shown);
    return MethodTools.make(receiver, annotated, annotated.getAnnotation(Tool.class));
  }

  private static SerializedLambda written(ToolMethod reference) {
    Class<?> type = reference.getClass();
    try {
      Method writeReplace = type.getDeclaredMethod("writeReplace");
      MethodTools.open(writeReplace, "method reference in " + hostOf(type));
      if (writeReplace.invoke(reference) instanceof SerializedLambda written) {
        return written;
      }
    } catch (ReflectiveOperationException e) {
      throw new InvalidDefinitionException(notAReference("object of " + type.getName()), e);
    }
    throw new InvalidDefinitionException(notAReference("object of " + type.getName()));
  }

  private static Class<?> owner(SerializedLambda written, ToolMethod reference) {
    String name = written.getImplClass().replace('/', '.');
    try {
      return Class.forName(name, false, reference.getClass().getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new InvalidDefinitionException(
          "method reference: class " + name + " not found (expected: a class of the caller)", e);
    }
  }

  private static void checkKind(SerializedLambda written, Class<?> owner) {
    // javac also turns some references into lambdas: super::f, varargs, private f of another class.
    if (written.getImplMethodName().startsWith("lambda$")) {
      throw new InvalidDefinitionException(
          notAReference("lambda " + written.getImplMethodName() + " in " + owner.getName()));
    }
    if (written.getImplMethodKind() == MethodHandleInfo.REF_newInvokeSpecial) {
      throw new InvalidDefinitionException(notAReference("constructor of " + owner.getName()));
    }
  }

  /** The object that the reference is bound to; null for a static method. */
  private static @Nullable Object receiver(SerializedLambda written, String shown) {
    if (written.getImplMethodKind() == MethodHandleInfo.REF_invokeStatic) {
      return null;
    }
    if (written.getCapturedArgCount() == 0) {
      throw new InvalidDefinitionException(notAReference(shown + ", which says no object"));
    }
    return written.getCapturedArg(0);
  }

  private static Method method(SerializedLambda written, Class<?> owner, String shown) {
    return methods(owner)
        .filter(method -> method.getName().equals(written.getImplMethodName()))
        .filter(method -> descriptor(method).equals(written.getImplMethodSignature()))
        .findFirst()
        .orElseThrow(() -> new InvalidDefinitionException(notAReference(shown)));
  }

  /**
   * The method, or one with its name and parameters in the receiver's class, that has the @Tool.
   */
  private static Method annotated(Method method, @Nullable Object receiver, String shown) {
    Optional<Method> nearest =
        receiver == null
            ? Optional.of(method)
            : methods(receiver.getClass())
                .filter(other -> !other.isBridge() && isSame(method, other))
                .filter(other -> other.isAnnotationPresent(Tool.class))
                .findFirst();
    return nearest
        .filter(found -> found.isAnnotationPresent(Tool.class))
        .orElseThrow(
            () ->
                new InvalidDefinitionException(
                    "method reference: "
                        + shown
                        + " has no @Tool (expected: @Tool(\"what the method does\") on it)"));
  }

  private static Stream<Method> methods(Class<?> type) {
    return Toolboxes.supertypes(type).stream()
        .flatMap(each -> Stream.of(each.getDeclaredMethods()));
  }

  private static boolean isSame(Method one, Method other) {
    return one.getName().equals(other.getName())
        && Arrays.equals(one.getParameterTypes(), other.getParameterTypes());
  }

  private static String descriptor(Method method) {
    return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
        .toMethodDescriptorString();
  }

  private static String notAReference(String found) {
    return "method reference: "
        + found
        + " (expected: a reference to a method that the caller may see, on an object or static,"
        + " such as weather::getWeather)";
  }

  private static String hostOf(Class<?> type) {
    return type.getNestHost().getName();
  }
}
