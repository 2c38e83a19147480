package io.factorial.llm;

import io.factorial.json.Json;
import java.util.Objects;

/**
 * The form that an answer must have.
 *
 * @param name its name: 1 to 64 letters, digits, underscores and hyphens
 * @param schema the JSON schema of the answer
 * @param strict whether the provider must keep to the schema exactly
 */
public record OutputSchema(String name, Json.Obj schema, boolean strict) {

  /** Checks the name, and that nothing is missing. */
  public OutputSchema {
    SchemaName.check("output name", name);
    Objects.requireNonNull(schema, "schema");
  }
}
