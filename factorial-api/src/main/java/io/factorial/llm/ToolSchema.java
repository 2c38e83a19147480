package io.factorial.llm;

import io.factorial.json.Json;
import java.util.Objects;

/**
 * A tool as the model sees it.
 *
 * @param name its name: 1 to 64 letters, digits, underscores and hyphens
 * @param description what it does, for the model
 * @param parameters the JSON schema of its arguments, an object
 * @param strict whether the provider must keep to the schema exactly
 */
public record ToolSchema(String name, String description, Json.Obj parameters, boolean strict) {

  /** Checks the name, and that nothing is missing. */
  public ToolSchema {
    SchemaName.check("tool name", name);
    Objects.requireNonNull(description, "description");
    Objects.requireNonNull(parameters, "parameters");
  }
}
