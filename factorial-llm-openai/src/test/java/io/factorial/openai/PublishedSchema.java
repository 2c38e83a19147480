package io.factorial.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** The request as OpenAI's published OpenAPI document describes it. */
final class PublishedSchema {

  private static final String DOCUMENT = "https://factorial.test/openapi.json";
  private static final Schema REQUEST = request();

  private PublishedSchema() {}

  private static Schema request() {
    try (InputStream in =
        Objects.requireNonNull(
            PublishedSchema.class.getResourceAsStream(
                "/openai/openai-chat-completions.openapi.json"))) {
      String document = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return SchemaRegistry.withDefaultDialect(
              SpecificationVersion.DRAFT_2020_12,
              builder -> builder.schemas(Map.of(DOCUMENT, document)))
          .getSchema(
              SchemaLocation.of(DOCUMENT + "#/components/schemas/CreateChatCompletionRequest"));
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  static void accepts(String body) {
    assertThat(REQUEST.validate(body, InputFormat.JSON)).as(body).isEmpty();
  }

  static void refuses(String body) {
    assertThat(REQUEST.validate(body, InputFormat.JSON)).as(body).isNotEmpty();
  }
}
