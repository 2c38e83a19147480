package io.factorial.openai;

import static io.factorial.openai.Calls.chat;
import static io.factorial.openai.Calls.chunks;
import static io.factorial.openai.Calls.failure;
import static io.factorial.openai.LoopbackServer.events;
import static io.factorial.openai.LoopbackServer.stream;
import static io.factorial.openai.LoopbackServer.streamText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.budget.Usage;
import io.factorial.error.LlmException;
import io.factorial.error.LlmException.Kind;
import io.factorial.llm.ChatChunk;
import io.factorial.llm.ChatResponse;
import io.factorial.message.Part;
import io.factorial.message.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class StreamedAnswerTest {

  private static String delta(String delta) {
    return "{\"id\":\"r1\",\"model\":\"gpt-4.1-2025\",\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":null}]}";
  }

  private static String end(String reason) {
    return "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]}";
  }

  private static String call(String fields) {
    return delta("{\"tool_calls\":[{" + fields + "}]}");
  }

  private static ChatResponse answer(String... frames) throws Exception {
    try (LoopbackServer server = LoopbackServer.start(stream(frames))) {
      return chat(server);
    }
  }

  private static List<String> calls(ChatResponse response) {
    return response.message().toolCalls().stream()
        .map(call -> call.id() + " " + call.name() + call.argumentsText())
        .toList();
  }

  @Test
  void textComesInPiecesAndAsOneAnswer() throws Exception {
    try (LoopbackServer server =
        LoopbackServer.start(
            stream(
                delta("{\"role\":\"assistant\",\"content\":\"\"}"),
                delta("{\"content\":\"Sunny \"}"),
                delta("{\"content\":\"in Paris ☀️\"}"),
                end("stop")))) {
      List<ChatChunk> chunks = new ArrayList<>();

      ChatResponse response = Calls.client(server.url()).chat(Calls.request(), chunks::add);

      assertThat(response.message().text()).isEqualTo("Sunny in Paris ☀️");
      assertThat(response.finishReason()).isEqualTo("stop");
      assertThat(response.responseId()).isEqualTo("r1");
      assertThat(response.model()).isEqualTo("gpt-4.1-2025");
      assertThat(chunks)
          .containsExactly(new ChatChunk.Text("Sunny "), new ChatChunk.Text("in Paris ☀️"));
    }
  }

  @Test
  void theUsageChunkHasNoChoices() throws Exception {
    ChatResponse response =
        answer(
            delta("{\"content\":\"Hi\"}"),
            end("stop"),
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":30,"
                + "\"total_tokens\":130,\"prompt_tokens_details\":{\"cached_tokens\":64},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":20}}}");

    assertThat(response.usage())
        .isEqualTo(
            Usage.builder()
                .requests(1)
                .inputTokens(100)
                .cacheReadTokens(64)
                .outputTokens(30)
                .reasoningTokens(20)
                .build());
  }

  @Test
  void reasoningThatIsCountedBesideTheAnswerIsAddedToIt() throws Exception {
    ChatResponse response =
        answer(
            delta("{\"content\":\"Hi\"}"),
            end("stop"),
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":10,"
                + "\"total_tokens\":130,\"prompt_tokens_details\":{\"cache_write_tokens\":5},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":20}}}");

    assertThat(response.usage().outputTokens()).isEqualTo(30);
    assertThat(response.usage().reasoningTokens()).isEqualTo(20);
    assertThat(response.usage().cacheWriteTokens()).isEqualTo(5);
  }

  @Test
  void anAnswerWithoutUsageCountsAsOneRequest() throws Exception {
    assertThat(answer(delta("{\"content\":\"Hi\"}"), end("stop")).usage())
        .isEqualTo(Usage.builder().requests(1).build());
  }

  @Test
  void parallelCallsAreKeptApartByIndex() throws Exception {
    ChatResponse response =
        answer(
            call("\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}"),
            call("\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"\"}"),
            call("\"index\":1,\"function\":{\"arguments\":\"{\\\"y\\\":2}\"}"),
            call("\"index\":0,\"function\":{\"arguments\":\"{\\\"x\\\":\"}"),
            call("\"index\":0,\"function\":{\"arguments\":\"1}\"}"),
            end("tool_calls"));

    assertThat(calls(response)).containsExactly("a f{\"x\":1}", "b g{\"y\":2}");
    assertThat(response.finishReason()).isEqualTo("tool_calls");
  }

  @Test
  void piecesOfCallsAreAnnouncedWithTheirCall() throws Exception {
    try (LoopbackServer server =
        LoopbackServer.start(
            stream(
                call("\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\"}"),
                call("\"index\":0,\"function\":{\"arguments\":\"{}\"}"),
                end("tool_calls")))) {
      assertThat(chunks(server))
          .containsExactly(
              new ChatChunk.ToolArguments(0, "a", "f", ""),
              new ChatChunk.ToolArguments(0, "a", "f", "{}"));
    }
  }

  @Test
  void deltasWithoutIndexFindTheirCallById() throws Exception {
    ChatResponse response =
        answer(
            call("\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{\"}"),
            call("\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{\"}"),
            call("\"id\":\"a\",\"function\":{\"arguments\":\"}\"}"),
            call("\"id\":\"b\",\"function\":{\"arguments\":\"}\"}"),
            end("tool_calls"));

    assertThat(calls(response)).containsExactly("a f{}", "b g{}");
  }

  @Test
  void deltasWithoutIndexAndIdGoToTheCallThatBeganLast() throws Exception {
    ChatResponse response =
        answer(
            call("\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":\"}"),
            call("\"function\":{\"arguments\":\"1}\"}"),
            call("\"function\":{\"name\":\"g\",\"arguments\":\"{\"}"),
            call("\"function\":{\"name\":\"g\",\"arguments\":\"}\"}"),
            call("\"function\":{\"name\":\"g\",\"arguments\":\"{}\"}"),
            end("tool_calls"));

    assertThat(calls(response)).containsExactly(" f{\"x\":1}", " g{}", " g{}");
  }

  @Test
  void wholeCallsThatAllHaveTheIndexZeroAreSeveralCalls() throws Exception {
    ChatResponse response =
        answer(
            call("\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}"),
            call("\"index\":0,\"id\":\"b\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}"),
            end("tool_calls"));

    assertThat(calls(response)).containsExactly("a f{}", "b f{}");
  }

  @Test
  void emptyArgumentsAreACallWithoutArguments() throws Exception {
    ChatResponse response =
        answer(
            call("\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}"),
            call("\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":null}"),
            call("\"index\":2,\"id\":\"c\",\"function\":{\"name\":\"h\",\"arguments\":{\"x\":1}}"),
            end("tool_calls"));

    assertThat(calls(response)).containsExactly("a f{}", "b g{}", "c h{\"x\":1}");
  }

  @Test
  void argumentsThatAreNotJsonStayAsTheyAre() throws Exception {
    ChatResponse response =
        answer(
            call("\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{oops\"}"),
            end("tool_calls"));

    assertThat(calls(response)).containsExactly("a f{oops");
  }

  @Test
  void callsBesideTheFinishReasonStopAreCalls() throws Exception {
    ChatResponse response =
        answer(
            delta("{\"content\":\"Let me look.\"}"),
            call("\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}"),
            end("stop"));

    assertThat(calls(response)).containsExactly("a f{}");
    assertThat(response.message().text()).isEqualTo("Let me look.");
  }

  @Test
  void contentNullIsNoText() throws Exception {
    ChatResponse response =
        answer(
            delta("{\"role\":\"assistant\",\"content\":null,\"refusal\":null}"),
            call("\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}"),
            end("tool_calls"));

    assertThat(response.message().parts()).isEmpty();
    assertThat(response.message().toolCalls()).containsExactly(ToolCall.of("a", "f", "{}"));
  }

  @Test
  void aRefusalIsTheTextOfTheAnswer() throws Exception {
    ChatResponse response =
        answer(
            delta("{\"refusal\":\"I can't \"}"), delta("{\"refusal\":\"do that.\"}"), end("stop"));

    assertThat(response.message().text()).isEqualTo("I can't do that.");
    assertThat(response.finishReason()).isEqualTo("refusal");
  }

  @Test
  void contentMayComeAsParts() throws Exception {
    ChatResponse response =
        answer(
            delta(
                "{\"content\":[{\"type\":\"text\",\"text\":\"A\"},{\"type\":\"odd\",\"v\":1},"
                    + "{\"type\":\"text\",\"text\":\"B\"}]}"),
            end("stop"));

    assertThat(response.message().text()).isEqualTo("AB");
    assertThat(response.message().parts())
        .filteredOn(Part.Other.class::isInstance)
        .hasSize(1)
        .first()
        .extracting(part -> ((Part.Other) part).type())
        .isEqualTo("odd");
  }

  @Test
  void onlyTheFirstChoiceCounts() throws Exception {
    ChatResponse response =
        answer(
            "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"no\"}},"
                + "{\"index\":0,\"delta\":{\"content\":\"yes\"}}]}",
            end("stop"));

    assertThat(response.message().text()).isEqualTo("yes");
  }

  @Test
  void lineEndsMayBeCarriageReturnsAndCommentsMayStandAnywhere() throws Exception {
    String text =
        "\uFEFF: OPENROUTER PROCESSING\r\n\r\n"
            + "id: 7\r\nevent: message\r\ndata: "
            + delta("{\"content\":\"A\"}")
            + "\r\n: ping\r\n\r\n"
            + ": comment\rdata:"
            + delta("{\"content\":\"B\"}")
            + "\r\r"
            + "data: {\"choices\":[{\"delta\":{\"content\":\"C\"},\n"
            + "data: \"finish_reason\":\"stop\"}]}\n\n"
            + "data: [DONE]\r\n\r\n";
    try (LoopbackServer server = LoopbackServer.start(streamText(text))) {
      assertThat(chat(server).message().text()).isEqualTo("ABC");
    }
  }

  @Test
  void aStreamMayEndWithoutDone() throws Exception {
    try (LoopbackServer server =
        LoopbackServer.start(streamText(events(delta("{\"content\":\"A\"}"), end("stop"))))) {
      assertThat(chat(server).message().text()).isEqualTo("A");
    }
  }

  @Test
  void theLastEventMayMissItsBlankLine() throws Exception {
    String text = events(delta("{\"content\":\"A\"}")) + "data: " + end("stop");
    try (LoopbackServer server = LoopbackServer.start(streamText(text))) {
      assertThat(chat(server).message().text()).isEqualTo("A");
    }
  }

  @Test
  void aStreamWithDoneMayMissItsFinishReason() throws Exception {
    ChatResponse response = answer(delta("{\"content\":\"A\"}"));

    assertThat(response.message().text()).isEqualTo("A");
    assertThat(response.finishReason()).isEmpty();
  }

  @Test
  void aStreamThatBreaksAfterTheFinishReasonIsStillTheAnswer() throws Exception {
    try (LoopbackServer server =
        LoopbackServer.start(
            connection -> {
              connection.streamHeaders("Content-Length: 100000");
              connection.raw(events(delta("{\"content\":\"A\"}"), end("stop")));
            })) {
      assertThat(chat(server).message().text()).isEqualTo("A");
    }
  }

  @Test
  void anAnswerWithNothingUsableIsMalformed() throws Exception {
    String[][] nothing = {
      {},
      {"{\"choices\":[]}"},
      {delta("{\"role\":\"assistant\",\"content\":null}"), end("stop")},
      {delta("{\"reasoning_content\":\"hm\"}"), end("length")},
      {"\"text\""},
      {"{not json"},
      {call("\"index\":0,\"id\":\"a\",\"function\":{\"arguments\":\"{}\"}"), end("tool_calls")},
    };
    for (String[] frames : nothing) {
      try (LoopbackServer server = LoopbackServer.start(stream(frames))) {
        LlmException failure = failure(server);
        assertThat(failure.kind()).as("%s", (Object[]) frames).isEqualTo(Kind.MALFORMED_ANSWER);
        assertThat(failure.retryable()).isTrue();
      }
    }
  }

  @Test
  void anAnswerThatWasFilteredAwayIsNotAskedForAgain() throws Exception {
    try (LoopbackServer server = LoopbackServer.start(stream(end("content_filter")))) {
      assertThat(failure(server).kind()).isEqualTo(Kind.CONTENT_FILTERED);
    }
  }

  @Test
  void anErrorFrameIsClassedLikeTheErrorWithAStatus() throws Exception {
    record Case(String frame, Kind kind) {}
    List<Case> cases =
        List.of(
            new Case("{\"error\":{\"code\":429,\"message\":\"slow down\"}}", Kind.RATE_LIMITED),
            new Case("{\"error\":{\"type\":\"rate_limit_error\"}}", Kind.RATE_LIMITED),
            new Case("{\"error\":{\"code\":\"insufficient_quota\"}}", Kind.QUOTA_EXCEEDED),
            new Case(
                "{\"error\":{\"code\":\"context_length_exceeded\","
                    + "\"type\":\"invalid_request_error\"}}",
                Kind.CONTEXT_LENGTH_EXCEEDED),
            new Case("{\"error\":{\"type\":\"overloaded_error\"}}", Kind.OVERLOADED),
            new Case("{\"error\":{\"type\":\"server_error\",\"code\":null}}", Kind.SERVER_ERROR),
            new Case("{\"error\":{\"code\":502}}", Kind.SERVER_ERROR),
            new Case("{\"error\":\"something broke\"}", Kind.SERVER_ERROR),
            new Case("{\"error\":{\"code\":401}}", Kind.UNAUTHORIZED),
            new Case("{\"error\":{\"type\":\"invalid_request_error\"}}", Kind.INVALID_REQUEST),
            new Case("{\"object\":\"error\",\"code\":404}", Kind.NOT_FOUND));
    for (Case one : cases) {
      try (LoopbackServer server =
          LoopbackServer.start(stream(delta("{\"content\":\"Half an ans\"}"), one.frame()))) {
        assertThat(failure(server).kind()).as(one.frame()).isEqualTo(one.kind());
      }
    }
  }

  @Test
  void anErrorEventAndABareErrorLineAreErrorFrames() throws Exception {
    for (String text :
        List.of(
            "event: error\ndata: {\"type\":\"overloaded_error\",\"message\":\"x\"}\n\n",
            "{\"error\":{\"type\":\"overloaded_error\"}}\n\n")) {
      try (LoopbackServer server = LoopbackServer.start(streamText(text))) {
        assertThat(failure(server).kind()).isEqualTo(Kind.OVERLOADED);
      }
    }
  }

  @Test
  void aFrameWhoseErrorIsNullIsNoError() throws Exception {
    ChatResponse response =
        answer("{\"error\":null,\"choices\":[{\"delta\":{\"content\":\"A\"}}]}", end("stop"));

    assertThat(response.message().text()).isEqualTo("A");
  }

  @Test
  void aConnectionIsUsedAgainAfterAStream() throws Exception {
    LoopbackServer.Reply kept =
        connection -> {
          String body = events(delta("{\"content\":\"A\"}"), end("stop")) + "data: [DONE]\n\n";
          connection.streamHeaders("Transfer-Encoding: chunked");
          connection.raw(Integer.toHexString(body.length()) + "\r\n" + body + "\r\n");
          connection.raw("0\r\n\r\n");
          connection.keep();
        };
    try (LoopbackServer server = LoopbackServer.start(kept, kept)) {
      OpenAiClient client = Calls.client(server.url());

      client.chat(Calls.request(), chunk -> {});
      client.chat(Calls.request(), chunk -> {});

      assertThat(server.received()).hasSize(2);
      assertThat(server.connections()).isOne();
    }
  }

  @Test
  void aStreamThatStaysOpenAfterDoneDoesNotHoldUpTheAnswer() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (LoopbackServer server =
        LoopbackServer.start(
            connection -> {
              connection
                  .streamHeaders()
                  .raw(events(delta("{\"content\":\"A\"}"), end("stop")) + "data: [DONE]\n\n");
              over.await();
            })) {
      assertThat(chat(server).message().text()).isEqualTo("A");
    } finally {
      over.countDown();
    }
  }

  @Test
  void aFaultOfTheReceiverOfChunksReachesTheCaller() throws Exception {
    try (LoopbackServer server =
        LoopbackServer.start(stream(delta("{\"content\":\"A\"}"), end("stop")))) {
      OpenAiClient client = Calls.client(server.url());

      assertThatThrownBy(
              () ->
                  client.chat(
                      Calls.request(),
                      chunk -> {
                        throw new IllegalStateException("full");
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("full");
    }
  }
}
