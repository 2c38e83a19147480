package io.factorial.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.factorial.error.LlmException;
import io.factorial.error.LlmException.Kind;
import io.factorial.json.Json;
import io.factorial.llm.ChatChunk;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ChatResponse;
import io.factorial.llm.ModelSettings;
import io.factorial.message.Message;
import io.factorial.message.Part;
import io.factorial.message.ToolCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against a server that others wrote. */
class AimockTest {

  private static Optional<Aimock> started = Optional.empty();

  @BeforeAll
  static void start() throws Exception {
    Optional<String> missing = Aimock.missing();
    if (missing.isPresent() && "true".equals(System.getenv("CI"))) {
      fail("conformance cannot be tested: " + missing.get());
    }
    assumeTrue(missing.isEmpty(), () -> "conformance not tested: " + missing.orElse(""));
    started = Optional.of(Aimock.start());
  }

  @AfterAll
  static void stop() throws Exception {
    if (started.isPresent()) {
      started.get().stop();
      started = Optional.empty();
    }
  }

  private static Aimock mock() {
    return started.orElseThrow();
  }

  private static OpenAiClient client() {
    return Calls.client(mock().url());
  }

  /** A client whose every call meets one kind of trouble. */
  private static OpenAiClient troubled(String chaos) {
    return Calls.client(
        OpenAiConfig.builder()
            .apiKey(Calls.KEY)
            .baseUrl(mock().url())
            .header("X-AIMock-Chaos-" + chaos, "1")
            .build());
  }

  private static ChatRequest ask(String question, boolean stream) {
    return ChatRequest.of(
            Calls.MODEL, List.of(Message.instructions("Help."), Message.user(question)))
        .withTools(List.of(Calls.tool("getWeather")))
        .withSettings(ModelSettings.builder().stream(stream).temperature(0).build());
  }

  private static long asked(String question) throws Exception {
    return mock().requests().stream().filter(body -> body.text().contains(question)).count();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void textIsAnswered(boolean stream) throws Exception {
    List<ChatChunk> chunks = new ArrayList<>();

    ChatResponse response = client().chat(ask("hello", stream), chunks::add);

    assertThat(response.message().text()).isEqualTo("Hello! How can I help you today? Grüße 😀");
    assertThat(response.finishReason()).isEqualTo("stop");
    assertThat(response.usage().inputTokens()).isPositive();
    assertThat(response.usage().outputTokens()).isPositive();
    assertThat(response.responseId()).isNotEmpty();
    if (stream) {
      assertThat(chunks).hasSizeGreaterThan(3);
      assertThat(
              chunks.stream()
                  .map(chunk -> ((ChatChunk.Text) chunk).delta())
                  .collect(Collectors.joining()))
          .isEqualTo(response.message().text());
    } else {
      assertThat(chunks).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void parallelCallsAndTheirResultsGoThereAndBack(boolean stream) throws Exception {
    ChatRequest request = ask("two cities", stream);

    ChatResponse first = client().chat(request, chunk -> {});

    assertThat(first.message().text()).isEqualTo("Let me look.");
    assertThat(first.message().toolCalls())
        .containsExactly(
            ToolCall.of("call_paris", "getWeather", "{\"city\":\"Paris\"}"),
            ToolCall.of("call_rome", "getWeather", "{\"city\":\"Rome\"}"));
    List<Message> conversation = new ArrayList<>(request.messages());
    conversation.add(first.message());
    conversation.add(new Message.ToolOutput("call_paris", "getWeather", "sunny", false));
    conversation.add(new Message.ToolOutput("call_rome", "getWeather", "sunny", false));
    assertThat(client().chat(request.withMessages(conversation), chunk -> {}).message().text())
        .isEqualTo("Sunny in both.");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void reasoningAndUsageAreRead(boolean stream) throws Exception {
    ChatResponse response = client().chat(ask("think first", stream), chunk -> {});

    assertThat(response.message().text()).isEqualTo("42");
    assertThat(response.usage().inputTokens()).isEqualTo(11);
    assertThat(response.usage().outputTokens()).isEqualTo(7);
    assertThat(response.message().parts())
        .filteredOn(Part.Reasoning.class::isInstance)
        .hasSizeLessThanOrEqualTo(1)
        .allSatisfy(
            part -> assertThat(((Part.Reasoning) part).text()).isEqualTo("Six times seven."));
  }

  @ParameterizedTest
  @CsvSource({
    "too fast, RATE_LIMITED",
    "no money, QUOTA_EXCEEDED",
    "too long, CONTEXT_LENGTH_EXCEEDED",
  })
  void errorsAreClassed(String question, Kind kind) {
    for (boolean stream : new boolean[] {true, false}) {
      assertThat(Calls.failure(client(), ask(question, stream)).kind()).isEqualTo(kind);
    }
  }

  @Test
  void theWaitThatIsAskedForIsRead() {
    assertThat(Calls.failure(client(), ask("too fast", true)).retryAfter())
        .contains(Duration.ofSeconds(20));
  }

  @ParameterizedTest
  @CsvSource({
    "RateLimit, RATE_LIMITED, 1",
    "Malformed, MALFORMED_ANSWER, 1",
    "Drop, SERVER_ERROR, 1",
    "Disconnect, CONNECTION, 2",
  })
  void troubleIsClassedAndOnlyAConnectionIsMadeAgain(String chaos, Kind kind, int requests)
      throws Exception {
    String question = "hello " + chaos;

    LlmException failure = Calls.failure(troubled(chaos), ask(question, true));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.retryable()).isTrue();
    assertThat(asked(question)).isEqualTo(requests);
  }

  @Test
  void aStreamThatBreaksOffIsABrokenConnection() throws Exception {
    assertThat(Calls.failure(client(), ask("break off", true)).kind()).isEqualTo(Kind.CONNECTION);
    assertThat(asked("break off")).isOne();
  }

  @Test
  void aStreamThatStallsTimesOut() {
    OpenAiClient client = Calls.impatient(mock().url(), Duration.ofMillis(200));

    assertThat(Calls.failure(client, ask("stall", true)).kind()).isEqualTo(Kind.TIMEOUT);
  }

  @Test
  void whatTheMockWasSentPassesThePublishedSchema() throws Exception {
    client().chat(ask("hello schema", true), chunk -> {});

    List<Json.Obj> requests = mock().requests();

    assertThat(requests).isNotEmpty();
    requests.forEach(body -> PublishedSchema.accepts(withoutMockFields(body).text()));
  }

  /** The journal adds fields of its own to what it was sent. */
  private static Json.Obj withoutMockFields(Json.Obj body) {
    return new Json.Obj(
        body.fields().entrySet().stream()
            .filter(field -> !field.getKey().startsWith("_"))
            .collect(Collectors.toMap(field -> field.getKey(), field -> field.getValue())));
  }
}
