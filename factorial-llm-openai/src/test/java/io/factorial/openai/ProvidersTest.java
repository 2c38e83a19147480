package io.factorial.openai;

import static io.factorial.openai.LoopbackServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Guice;
import com.google.inject.Key;
import com.google.inject.TypeLiteral;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.error.LlmException;
import io.factorial.error.LlmException.Kind;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.LlmClient;
import io.factorial.llm.ModelName;
import io.factorial.message.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProvidersTest {

  private static final String ANSWER =
      "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}";

  private static Target target(OpenAiConfig config, Map<String, String> environment, String name) {
    return new Providers(config, environment::get).target(name);
  }

  private static ChatRequest ask(String model) {
    return ChatRequest.of(ModelName.parse(model), List.of(Message.user("Hello there")));
  }

  @ParameterizedTest
  @CsvSource({
    "openai, OPENAI, https://api.openai.com/v1/chat/completions",
    "xai, XAI, https://api.x.ai/v1/chat/completions",
    "anthropic, ANTHROPIC, https://api.anthropic.com/v1/chat/completions",
    "fireworks, FIREWORKS, https://api.fireworks.ai/inference/v1/chat/completions",
    "gateway, AI_GATEWAY, https://ai-gateway.vercel.sh/v1/chat/completions",
    "ollama, OLLAMA, http://127.0.0.1:11434/v1/chat/completions",
  })
  void everyProviderHasItsUrlAndItsVariables(String provider, String variables, String url) {
    Target usual =
        target(OpenAiConfig.defaults(), Map.of(variables + "_API_KEY", " secret \n"), provider);
    assertThat(usual.uri()).hasToString(url);
    assertThat(usual.apiKey()).isEqualTo("secret");

    Target moved =
        target(
            OpenAiConfig.defaults(),
            Map.of(
                variables + "_API_KEY", "k", variables + "_BASE_URL", "https://proxy.test/a/v2/"),
            provider);
    assertThat(moved.uri()).hasToString("https://proxy.test/a/v2/chat/completions");
  }

  @ParameterizedTest
  @CsvSource({
    "openai, OPENAI_API_KEY",
    "xai, XAI_API_KEY",
    "anthropic, ANTHROPIC_API_KEY",
    "fireworks, FIREWORKS_API_KEY",
    "gateway, AI_GATEWAY_API_KEY",
  })
  void aMissingKeyIsUnauthorizedAndNamesTheVariable(String provider, String variable) {
    LlmException failure =
        Calls.failure(Calls.client(OpenAiConfig.defaults()), ask(provider + ":m"));

    assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(failure.retryable()).isFalse();
    assertThat(failure).hasMessageContaining(variable);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ollama", "openai-compatible"})
  void someNeedNoKey(String provider) throws Exception {
    try (LoopbackServer server = LoopbackServer.start(json(ANSWER))) {
      Map<String, String> environment =
          Map.of("OLLAMA_BASE_URL", server.url(), "OPENAI_COMPATIBLE_BASE_URL", server.url());

      Calls.client(OpenAiConfig.defaults(), environment)
          .chat(ask(provider + ":llama3:8b"), chunk -> {});

      assertThat(server.received().getFirst().headers()).doesNotContainKey("authorization");
      assertThat(server.received().getFirst().body()).contains("\"model\":\"llama3:8b\"");
    }
  }

  @Test
  void aCompatibleEndpointNeedsAnAddress() {
    LlmException failure =
        Calls.failure(Calls.client(OpenAiConfig.defaults()), ask("openai-compatible:m"));

    assertThat(failure.kind()).isEqualTo(Kind.INVALID_REQUEST);
    assertThat(failure).hasMessageContaining("OPENAI_COMPATIBLE_BASE_URL");
  }

  @Test
  void aUrlOfTheEnvironmentWithoutAPathGetsTheVersion() {
    Map<String, String> environment =
        Map.of("ANTHROPIC_API_KEY", "k", "ANTHROPIC_BASE_URL", "https://api.anthropic.com");

    assertThat(target(OpenAiConfig.defaults(), environment, "anthropic").uri())
        .hasToString("https://api.anthropic.com/v1/chat/completions");
  }

  @Test
  void theKeyOfOneProviderReachesNoOther() {
    OpenAiConfig config =
        OpenAiConfig.builder()
            .apiKey("openai-key")
            .header("X-Secret", "s")
            .provider("xai", OpenAiEndpoint.of("https://x.test/v1").withApiKey("xai-key"))
            .build();
    Map<String, String> environment =
        Map.of("OPENAI_COMPATIBLE_BASE_URL", "https://c.test/v1", "OPENAI_API_KEY", "env-key");

    assertThat(target(config, environment, "openai").apiKey()).isEqualTo("openai-key");
    assertThat(target(config, environment, "xai").apiKey()).isEqualTo("xai-key");
    assertThat(target(config, environment, "openai-compatible").apiKey()).isNull();
    assertThat(target(config, environment, "ollama").headers()).isEmpty();
  }

  @Test
  void theConfiguredUrlServesOpenAiCompatibleToo() {
    OpenAiConfig config =
        OpenAiConfig.builder().baseUrl("https://own.test/v1").apiKey("own").build();

    Target target = target(config, Map.of(), "openai-compatible");

    assertThat(target.uri()).hasToString("https://own.test/v1/chat/completions");
    assertThat(target.apiKey()).isEqualTo("own");
    assertThat(target.dialect()).isEqualTo(OpenAiDialect.compatible());
  }

  @Test
  void aProviderOfOnesOwnReadsItsOwnVariables() {
    OpenAiConfig config =
        OpenAiConfig.builder()
            .provider("my-groq", OpenAiEndpoint.of("https://groq.test/v1"))
            .build();

    assertThat(target(config, Map.of("MY_GROQ_API_KEY", "k"), "my-groq").apiKey()).isEqualTo("k");
    assertThat(target(config, Map.of(), "my-groq").apiKey()).isNull();
    assertThat(Calls.client(config).providers()).contains("my-groq", "openai", "ollama");
  }

  @Test
  void anAuthorizationHeaderStandsInForAKey() throws Exception {
    try (LoopbackServer server = LoopbackServer.start(json(ANSWER))) {
      OpenAiConfig config =
          OpenAiConfig.builder().baseUrl(server.url()).header("Authorization", "Token t").build();

      Calls.client(config).chat(ask("openai:m"), chunk -> {});

      assertThat(server.received().getFirst().headers()).containsEntry("authorization", "Token t");
    }
  }

  @Test
  void anUnknownProviderIsNotFound() {
    LlmException failure = Calls.failure(Calls.client(OpenAiConfig.defaults()), ask("acme:m"));

    assertThat(failure.kind()).isEqualTo(Kind.NOT_FOUND);
    assertThat(failure).hasMessageContaining("acme").hasMessageContaining("ollama");
  }

  @Test
  void aKeyThatNoHeaderCanCarryIsNotRepeated() {
    LlmException failure =
        Calls.failure(
            Calls.client(OpenAiConfig.defaults(), Map.of("OPENAI_API_KEY", "sk-geh\neim")),
            ask("openai:m"));

    assertThat(failure.kind()).isEqualTo(Kind.UNAUTHORIZED);
    assertThat(failure).hasMessageNotContaining("geh").hasMessageContaining("OPENAI_API_KEY");
    assertThatThrownBy(() -> new OpenAiModule("sk-gehéim"))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageNotContaining("geh");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "api.openai.com",
        "ftp://a.test",
        "https://me:secret@a.test",
        "https://",
        "::"
      })
  void aBaseUrlThatIsNoneIsRefusedWithoutRepeatingIt(String url) {
    assertThatThrownBy(() -> OpenAiConfig.builder().baseUrl(url).build())
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageStartingWith("baseUrl:")
        .hasMessageNotContaining("secret");
    assertThat(
            Calls.failure(
                    Calls.client(
                        OpenAiConfig.defaults(),
                        Map.of("OLLAMA_BASE_URL", url.isEmpty() ? "x" : url)),
                    ask("ollama:m"))
                .kind())
        .isEqualTo(Kind.INVALID_REQUEST);
  }

  @Test
  void valuesThatCannotBeAreRefused() {
    assertThatThrownBy(() -> OpenAiConfig.builder().streamIdleTimeout(Duration.ZERO).build())
        .isInstanceOf(InvalidDefinitionException.class);
    assertThatThrownBy(() -> OpenAiConfig.builder().header("Host", "x").build())
        .isInstanceOf(InvalidDefinitionException.class);
    assertThatThrownBy(() -> OpenAiConfig.builder().header("X-Key", "geheim\n").build())
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageNotContaining("geheim");
    assertThatThrownBy(
            () ->
                OpenAiConfig.builder()
                    .provider("openai", OpenAiEndpoint.of("https://a.test"))
                    .build())
        .isInstanceOf(InvalidDefinitionException.class);
    assertThatThrownBy(() -> OpenAiDialect.openAi().toBuilder().maxTokensField("tokens").build())
        .isInstanceOf(InvalidDefinitionException.class);
    assertThatThrownBy(() -> OpenAiDialect.openAi().toBuilder().returnsReasoning(true).build())
        .isInstanceOf(InvalidDefinitionException.class);
  }

  @Test
  void defaultsAreAsDocumented() {
    assertThat(OpenAiConfig.defaults())
        .isEqualTo(new OpenAiConfig(null, null, Map.of(), null, Duration.ofSeconds(60), Map.of()));
    assertThat(OpenAiDialect.openAi())
        .isEqualTo(
            new OpenAiDialect(
                "max_completion_tokens", "developer", true, true, true, true, null, false));
    assertThat(OpenAiDialect.compatible())
        .isEqualTo(
            new OpenAiDialect(
                "max_tokens", "system", false, true, true, true, "reasoning_content", false));
  }

  @Test
  void noTextOfAConfigurationHoldsASecret() {
    OpenAiConfig config =
        OpenAiConfig.builder()
            .apiKey("geheim1")
            .baseUrl("https://a.test/v1?key=geheim2")
            .header("X-Key", "geheim3")
            .provider(
                "xai",
                OpenAiEndpoint.of("https://b.test/v1")
                    .withApiKey("geheim4")
                    .withHeader("X-Key", "geheim5"))
            .build();

    assertThat(config.toString())
        .doesNotContain("geheim")
        .contains("https://a.test/v1", "X-Key", "xai");
    assertThat(target(config, Map.of(), "openai").toString()).doesNotContain("geheim");
  }

  @Test
  void theModuleAddsOneClientToTheSet() {
    Set<LlmClient> clients =
        Guice.createInjector(new OpenAiModule("sk-x"))
            .getInstance(Key.get(new TypeLiteral<Set<LlmClient>>() {}));

    assertThat(clients).hasSize(1);
    assertThat(clients.iterator().next().providers())
        .containsExactlyInAnyOrder(
            "openai", "xai", "anthropic", "fireworks", "gateway", "ollama", "openai-compatible");
    assertThat(new OpenAiModule()).isNotNull();
  }
}
