package io.factorial.openai;

import static io.factorial.openai.Calls.failure;
import static io.factorial.openai.LoopbackServer.error;
import static io.factorial.openai.LoopbackServer.events;
import static io.factorial.openai.LoopbackServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.error.LlmException;
import io.factorial.error.LlmException.Kind;
import io.factorial.llm.ChatChunk;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ModelSettings;
import io.factorial.message.Message;
import java.net.ServerSocket;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTest {

  private static final String HALF =
      events("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Half an ans\"}}]}");
  private static final String ANSWER =
      "{\"choices\":[{\"message\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}";

  private static String body(String fields) {
    return "{\"error\":{" + fields + "}}";
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_REQUEST, false",
    "401, UNAUTHORIZED, false",
    "402, QUOTA_EXCEEDED, false",
    "403, FORBIDDEN, false",
    "404, NOT_FOUND, false",
    "408, TIMEOUT, true",
    "409, SERVER_ERROR, true",
    "413, INVALID_REQUEST, false",
    "422, INVALID_REQUEST, false",
    "429, RATE_LIMITED, true",
    "500, SERVER_ERROR, true",
    "502, SERVER_ERROR, true",
    "503, OVERLOADED, true",
    "504, SERVER_ERROR, true",
    "529, OVERLOADED, true",
    "302, INVALID_REQUEST, false",
  })
  void aStatusHasItsClassAndIsAskedForOnce(int status, Kind kind, boolean retryable)
      throws Exception {
    try (LoopbackServer server = LoopbackServer.start(error(status, "", "<html>no</html>"))) {
      LlmException failure = failure(server);

      assertThat(failure.kind()).isEqualTo(kind);
      assertThat(failure.retryable()).isEqualTo(retryable);
      assertThat(failure).hasMessageContaining("openai:gpt-4.1: status " + status);
      assertThat(server.received()).hasSize(1);
    }
  }

  @Test
  void aWrongKeySaysWhichVariableHoldsIt() throws Exception {
    try (LoopbackServer server =
        LoopbackServer.start(
            error(401, "x-request-id: req_7\r\n", body("\"code\":\"invalid_api_key\"")))) {
      assertThat(failure(server))
          .hasMessageContaining("invalid_api_key")
          .hasMessageContaining("OPENAI_API_KEY")
          .hasMessageContaining("req_7");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429 | insufficient_quota | insufficient_quota | x | QUOTA_EXCEEDED",
        "429 | rate_limit_exceeded | tokens | x | RATE_LIMITED",
        "400 | context_length_exceeded | invalid_request_error | x | CONTEXT_LENGTH_EXCEEDED",
        "400 | 400 | BadRequestError | This model's maximum context length is 8 | CONTEXT_LENGTH_EXCEEDED",
        "400 | 400 | x | prompt is too long: 9 tokens > 8 maximum | CONTEXT_LENGTH_EXCEEDED",
        "400 | x | invalid_request_error | Your credit balance is too low | QUOTA_EXCEEDED",
        "400 | content_filter | x | x | CONTENT_FILTERED",
        "404 | model_not_found | invalid_request_error | x | NOT_FOUND",
        "400 | unsupported_value | invalid_request_error | no temperature here | INVALID_REQUEST",
      })
  void theNameOfAnErrorSaysMoreThanItsStatus(
      int status, String code, String type, String message, Kind kind) throws Exception {
    String body =
        body("\"code\":\"%s\",\"type\":\"%s\",\"message\":\"%s\"".formatted(code, type, message));
    try (LoopbackServer server = LoopbackServer.start(error(status, "", body))) {
      LlmException failure = failure(server);

      assertThat(failure.kind()).isEqualTo(kind);
      assertThat(failure).hasMessageContaining(code).hasMessageContaining(message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Retry-After: 20 | 20000",
        "Retry-After: 0 | 0",
        "Retry-After: 1.5 | 1500",
        "retry-after-ms: 250 | 250",
        "Retry-After: 99999999999 | 86400000",
      })
  void theWaitThatAProviderAsksForIsTold(String header, long millis) throws Exception {
    try (LoopbackServer server = LoopbackServer.start(error(429, header + "\r\n", "{}"))) {
      assertThat(failure(server).retryAfter()).contains(Duration.ofMillis(millis));
    }
  }

  @ParameterizedTest
  @CsvSource({"Retry-After: soon", "Retry-After: -5", "X-Other: 1"})
  void aWaitThatCannotBeReadIsNone(String header) throws Exception {
    try (LoopbackServer server = LoopbackServer.start(error(429, header + "\r\n", "{}"))) {
      assertThat(failure(server).retryAfter()).isEmpty();
    }
  }

  @Test
  void aDateToWaitForIsCountedFromTheProvidersClock() throws Exception {
    String headers =
        """
        Date: Sun, 06 Nov 1994 08:49:37 GMT\r
        Retry-After: Sun, 06 Nov 1994 08:50:07 GMT\r
        """;
    try (LoopbackServer server = LoopbackServer.start(error(503, headers, "{}"))) {
      assertThat(failure(server).retryAfter()).contains(Duration.ofSeconds(30));
    }
  }

  @Test
  void aDateToWaitForIsCountedFromOurClockWhereTheProviderTellsNone() {
    HttpHeaders headers =
        HttpHeaders.of(
            Map.of("retry-after", List.of("Sun, 06 Nov 1994 08:50:07 GMT")), (a, b) -> true);

    assertThat(RetryAfter.of(headers, () -> Instant.parse("1994-11-06T08:50:00Z")))
        .contains(Duration.ofSeconds(7));
    assertThat(RetryAfter.of(headers, () -> Instant.parse("1994-11-06T08:51:00Z")))
        .contains(Duration.ZERO);
  }

  @Test
  void anErrorWithStatus200IsAnError() throws Exception {
    ChatRequest request = Calls.whole(Calls.request());
    try (LoopbackServer server =
        LoopbackServer.start(json(body("\"code\":429,\"message\":\"slow down\"")))) {
      assertThat(failure(Calls.client(server.url()), request).kind()).isEqualTo(Kind.RATE_LIMITED);
    }
  }

  @Test
  void aBodyThatIsNotJsonIsMalformed() throws Exception {
    ChatRequest request = Calls.whole(Calls.request());
    for (String body : List.of("", "<html>", "[]", "{\"choices\":", ANSWER + "x")) {
      try (LoopbackServer server = LoopbackServer.start(json(body))) {
        assertThat(failure(Calls.client(server.url()), request).kind())
            .isEqualTo(Kind.MALFORMED_ANSWER);
      }
    }
  }

  @Test
  void aStreamThatBreaksAfterHalfAnAnswerIsABrokenConnection() throws Exception {
    List<LoopbackServer.Reply> breaks =
        List.of(
            connection -> connection.streamHeaders().raw(HALF),
            connection -> connection.streamHeaders().raw(HALF + "data: {\"choices\":[{\"del"),
            connection -> connection.streamHeaders("Content-Length: 5000").raw(HALF),
            connection -> connection.streamHeaders("Transfer-Encoding: chunked").raw("zz\r\n"));
    for (LoopbackServer.Reply broken : breaks) {
      try (LoopbackServer server = LoopbackServer.start(broken)) {
        LlmException failure = failure(server);

        assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
        assertThat(failure.retryable()).isTrue();
        assertThat(server.received()).hasSize(1);
      }
    }
  }

  @Test
  void piecesOfAnAnswerThatIsResetWereAnnounced() throws Exception {
    List<ChatChunk> chunks = new ArrayList<>();
    CountDownLatch heard = new CountDownLatch(1);
    try (LoopbackServer server =
        LoopbackServer.start(
            connection -> {
              connection.streamHeaders().raw(HALF);
              heard.await();
              connection.reset();
            })) {
      OpenAiClient client = Calls.client(server.url());

      assertThatThrownBy(
              () ->
                  client.chat(
                      Calls.request(),
                      chunk -> {
                        chunks.add(chunk);
                        heard.countDown();
                      }))
          .isInstanceOfSatisfying(
              LlmException.class, failure -> assertThat(failure.kind()).isEqualTo(Kind.CONNECTION));
      assertThat(chunks).containsExactly(new ChatChunk.Text("Half an ans"));
      assertThat(server.received()).hasSize(1);
    }
  }

  @Test
  void aConnectionThatFailsBeforeTheFirstByteIsMadeAgainOnce() throws Exception {
    try (LoopbackServer server =
        LoopbackServer.start(LoopbackServer.Connection::reset, json(ANSWER))) {
      assertThat(Calls.chat(server).message().text()).isEqualTo("Hi");
      assertThat(server.received()).hasSize(2);
    }
  }

  @Test
  void aConnectionThatFailsTwiceIsAFailure() throws Exception {
    try (LoopbackServer server =
        LoopbackServer.start(
            LoopbackServer.Connection::reset, LoopbackServer.Connection::reset, json(ANSWER))) {
      assertThat(failure(server).kind()).isEqualTo(Kind.CONNECTION);
      assertThat(server.received()).hasSize(2);
    }
  }

  @Test
  void anEndpointThatIsNotThereIsAFailedConnection() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    LlmException failure =
        failure(Calls.client("http://127.0.0.1:" + port + "/v1"), Calls.request());

    assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
    assertThat(failure).hasMessageContaining("127.0.0.1");
  }

  @Test
  void aStalledStreamEndsByTheIdleTimeout() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (LoopbackServer server =
        LoopbackServer.start(
            connection -> {
              connection.streamHeaders();
              connection.awaitClosed();
              closed.countDown();
            })) {
      LlmException failure =
          failure(Calls.impatient(server.url(), Duration.ofMillis(100)), Calls.request());

      assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(failure).hasMessageContaining("PT0.1S");
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
      closed.await();
    }
  }

  @Test
  void commentsKeepAStreamFromBeingIdle() throws Exception {
    Duration idle = Duration.ofMillis(400);
    CountDownLatch never = new CountDownLatch(1);
    try (LoopbackServer server =
        LoopbackServer.start(
            connection -> {
              connection.streamHeaders();
              for (int i = 0; i < 12; i++) {
                connection.raw(": ping\n\n");
                assertThat(never.await(50, TimeUnit.MILLISECONDS)).isFalse();
              }
              connection.raw(HALF + "data: [DONE]\n\n");
            })) {
      assertThat(
              Calls.impatient(server.url(), idle)
                  .chat(Calls.request(), chunk -> {})
                  .message()
                  .text())
          .isEqualTo("Half an ans");
    }
  }

  @Test
  void aStalledErrorBodyStillHasItsStatus() throws Exception {
    try (LoopbackServer server =
        LoopbackServer.start(
            connection -> {
              connection.raw("HTTP/1.1 429 No\r\nContent-Length: 100\r\nRetry-After: 3\r\n\r\n{");
              connection.awaitClosed();
            })) {
      LlmException failure =
          failure(Calls.impatient(server.url(), Duration.ofMillis(100)), Calls.request());

      assertThat(failure.kind()).isEqualTo(Kind.RATE_LIMITED);
      assertThat(failure.retryAfter()).contains(Duration.ofSeconds(3));
    }
  }

  @Test
  void theRequestTimeoutBoundsTheWaitForHeaders() throws Exception {
    try (LoopbackServer server = LoopbackServer.start(LoopbackServer.Connection::awaitClosed)) {
      LlmException failure = failure(Calls.client(server.url()), hurried(Duration.ofMillis(200)));

      assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(server.received()).hasSize(1);
    }
  }

  @Test
  void theRequestTimeoutBoundsTheWholeStream() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (LoopbackServer server =
        LoopbackServer.start(
            connection -> {
              connection.streamHeaders();
              while (!never.await(20, TimeUnit.MILLISECONDS)) {
                connection.raw(HALF);
              }
            })) {
      LlmException failure = failure(Calls.client(server.url()), hurried(Duration.ofMillis(300)));

      assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(failure).hasMessageContaining("requestTimeout");
    }
  }

  private static ChatRequest hurried(Duration timeout) {
    return ChatRequest.of(Calls.MODEL, List.of(Message.user("Hi")))
        .withSettings(ModelSettings.builder().requestTimeout(timeout).build());
  }
}
