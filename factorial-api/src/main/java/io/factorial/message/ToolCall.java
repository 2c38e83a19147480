package io.factorial.message;

import io.factorial.error.DecodingException;
import io.factorial.json.Json;
import java.util.Objects;

/**
 * A model's wish to have a tool called.
 *
 * @param id the id that its result refers to; unique in a task once the answer is recorded, and
 *     empty before that if the provider gave none
 * @param name the name of the tool
 * @param argumentsText the arguments exactly as the model wrote them, which need not be JSON
 * @param providerData what the provider wants to see again, opaque to Factorial
 */
public record ToolCall(String id, String name, String argumentsText, Json.Obj providerData) {

  /** Checks that nothing is missing. */
  public ToolCall {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(argumentsText, "argumentsText");
    Objects.requireNonNull(providerData, "providerData");
  }

  /**
   * A call without anything of a provider's own.
   *
   * @param id the id that its result refers to
   * @param name the name of the tool
   * @param argumentsText the arguments as a JSON text
   * @return the call
   */
  public static ToolCall of(String id, String name, String argumentsText) {
    return new ToolCall(id, name, argumentsText, Json.Obj.of());
  }

  /**
   * The arguments as JSON, for reading.
   *
   * @return the arguments; an empty object if what the model wrote is not a JSON object
   */
  public Json.Obj arguments() {
    try {
      return Json.parse(argumentsText) instanceof Json.Obj arguments ? arguments : Json.Obj.of();
    } catch (DecodingException notJson) {
      // What a model writes is data: whoever binds the arguments refuses them, with the reason.
      return Json.Obj.of();
    }
  }
}
