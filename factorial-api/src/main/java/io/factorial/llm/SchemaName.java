package io.factorial.llm;

import io.factorial.error.InvalidDefinitionException;
import java.util.regex.Pattern;

/** The names that providers accept for tools and output schemas. */
final class SchemaName {

  private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  private SchemaName() {}

  static void check(String thing, String name) {
    if (!FORM.matcher(name).matches()) {
      throw InvalidDefinitionException.of(
          thing, name, "1 to 64 letters, digits, underscores and hyphens");
    }
  }
}
