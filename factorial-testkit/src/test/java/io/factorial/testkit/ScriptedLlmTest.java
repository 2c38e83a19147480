package io.factorial.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.budget.Usage;
import io.factorial.error.LlmException;
import io.factorial.json.Json;
import io.factorial.llm.ChatChunk;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ChatResponse;
import io.factorial.llm.ModelName;
import io.factorial.llm.ModelSettings;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class ScriptedLlmTest {
  private static final ChatRequest REQUEST =
      ChatRequest.of(ModelName.parse("test:model"), List.of(Message.user("hello")));
  private static final ChatRequest UNSTREAMED =
      REQUEST.withSettings(ModelSettings.builder().stream(false).build());

  private final List<ChatChunk> chunks = new ArrayList<>();

  @Test
  void itSaysWhatTheScriptSaysInOrder() throws Exception {
    ScriptedLlm llm = ScriptedLlm.script().say("one").say("two");

    assertThat(chat(llm).message().text()).isEqualTo("one");
    assertThat(chat(llm).message().text()).isEqualTo("two");
  }

  @Test
  void anAnswerSaysWhyItEndedAndWhatItUsed() throws Exception {
    ChatResponse answer = chat(ScriptedLlm.script().say("one"));

    assertThat(answer.finishReason()).isEqualTo("stop");
    assertThat(answer.usage()).isEqualTo(ScriptedLlm.USAGE);
    assertThat(answer.model()).isEqualTo("model");
  }

  @Test
  void callsOfToolsHaveIdsThatCount() throws Exception {
    ScriptedLlm llm =
        ScriptedLlm.script()
            .callTool("weather", Json.Obj.of("city", "Paris"))
            .callTool("weather", Json.Obj.of("city", "Rome"));

    ChatResponse first = chat(llm);
    assertThat(first.finishReason()).isEqualTo("tool_calls");
    assertThat(first.message().toolCalls())
        .containsExactly(ToolCall.of("call_1", "weather", "{\"city\":\"Paris\"}"));
    assertThat(chat(llm).message().toolCalls().getFirst().id()).isEqualTo("call_2");
  }

  @Test
  void givenCallsOfToolsStayAsTheyAre() throws Exception {
    ToolCall broken = ToolCall.of("", "weather", "{not json");

    assertThat(chat(ScriptedLlm.script().callTools(broken, broken)).message().toolCalls())
        .containsExactly(broken, broken);
  }

  @Test
  void aStreamTellsTheWholeTextInPieces() throws Exception {
    chat(ScriptedLlm.script().say("the whole text"));

    assertThat(chunks).hasSizeGreaterThan(2);
    assertThat(told()).isEqualTo("the whole text");
  }

  @Test
  void aStreamKeepsSurrogatePairsTogether() throws Exception {
    chat(ScriptedLlm.script().say("abc\uD83D\uDE00def\uD83D\uDE00"));

    assertThat(chunks)
        .allSatisfy(chunk -> assertThat(text(chunk)).doesNotMatch("(?s)^[\\uDC00-\\uDFFF].*"));
    assertThat(told()).isEqualTo("abc\uD83D\uDE00def\uD83D\uDE00");
  }

  @Test
  void aStreamTellsArgumentsWithTheirCall() throws Exception {
    chat(ScriptedLlm.script().callTool("weather", Json.Obj.of("city", "Paris")));

    assertThat(chunks)
        .allSatisfy(
            chunk ->
                assertThat(chunk)
                    .isInstanceOfSatisfying(
                        ChatChunk.ToolArguments.class,
                        part -> assertThat(part.toolCallId()).isEqualTo("call_1")));
    assertThat(told()).isEqualTo("{\"city\":\"Paris\"}");
  }

  @Test
  void withoutAStreamNothingIsToldBeforeTheAnswer() throws Exception {
    ScriptedLlm.script().say("the whole text").chat(UNSTREAMED, chunks::add);

    assertThat(chunks).isEmpty();
  }

  @Test
  void aScriptedFailureIsThrown() {
    assertThatThrownBy(() -> chat(ScriptedLlm.script().fail(LlmException.Kind.RATE_LIMITED)))
        .isInstanceOfSatisfying(
            LlmException.class,
            failure -> assertThat(failure.kind()).isEqualTo(LlmException.Kind.RATE_LIMITED));
  }

  @Test
  void aGivenFailureIsThrownAsItIs() {
    LlmException given = new LlmException(LlmException.Kind.UNAUTHORIZED, "wrong key");

    assertThatThrownBy(() -> chat(ScriptedLlm.script().fail(given))).isSameAs(given);
  }

  @Test
  void aBrokenStreamTellsItsHalfAndFails() {
    ScriptedLlm llm = ScriptedLlm.script().sayHalf("the first", LlmException.Kind.CONNECTION);

    assertThatThrownBy(() -> chat(llm)).isInstanceOf(LlmException.class);
    assertThat(told()).isEqualTo("the first");
  }

  @Test
  void aFunctionAnswersFromTheRequest() throws Exception {
    ScriptedLlm llm =
        ScriptedLlm.script()
            .answer(
                request ->
                    ChatResponse.of(
                        Message.assistant(request.messages().size() + " message"), Usage.ZERO));

    assertThat(chat(llm).message().text()).isEqualTo("1 message");
    assertThat(told()).isEqualTo("1 message");
  }

  @Test
  void aCallBeyondTheScriptFailsForGood() throws Exception {
    ScriptedLlm llm = ScriptedLlm.script().say("one");
    chat(llm);

    assertThatThrownBy(() -> chat(llm))
        .isInstanceOfSatisfying(
            LlmException.class, failure -> assertThat(failure.retryable()).isFalse())
        .hasMessageContaining("call 2")
        .hasMessageContaining("1 at most");
    assertThatThrownBy(llm::assertExhausted).isInstanceOf(AssertionError.class);
  }

  @Test
  void aScriptIsExhaustedAtItsEnd() throws Exception {
    ScriptedLlm llm = ScriptedLlm.script().say("one");
    assertThatThrownBy(llm::assertExhausted).hasMessageContaining("expected: 1");

    chat(llm);
    assertThatCode(llm::assertExhausted).doesNotThrowAnyException();
  }

  @Test
  void requestsAreKeptInOrder() throws Exception {
    ScriptedLlm llm = ScriptedLlm.script().say("one").say("two");
    chat(llm);
    llm.chat(UNSTREAMED, chunks::add);

    assertThat(llm.requests()).containsExactly(REQUEST, UNSTREAMED);
  }

  @Test
  void aBlockedCallEndsWhenItsThreadIsInterrupted() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    ScriptedLlm llm = ScriptedLlm.script().block(entered);
    FutureTask<ChatResponse> call = new FutureTask<>(() -> chat(llm));
    Thread caller = Thread.ofVirtual().start(call);

    entered.await();
    caller.interrupt();

    assertThatThrownBy(call::get).hasCauseInstanceOf(InterruptedException.class);
    assertThatCode(llm::assertExhausted).doesNotThrowAnyException();
  }

  @Test
  void anInterruptedThreadGetsNoAnswer() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> chat(ScriptedLlm.script().say("one")))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void eachStepIsPlayedOnceUnderManyThreads() throws Exception {
    ScriptedLlm llm = ScriptedLlm.script();
    Set<String> expected = ConcurrentHashMap.newKeySet();
    Set<String> heard = ConcurrentHashMap.newKeySet();
    List<Callable<Boolean>> calls = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      expected.add("answer " + i);
      llm.say("answer " + i);
      calls.add(() -> heard.add(llm.chat(UNSTREAMED, chunks::add).message().text()));
    }

    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      threads.invokeAll(calls);
    }

    assertThat(heard).isEqualTo(expected);
    llm.assertExhausted();
  }

  @Test
  void itTakesEveryProviderThatNobodyElseNames() {
    assertThat(ScriptedLlm.script().providers()).containsExactly("*");
  }

  private ChatResponse chat(ScriptedLlm llm) throws InterruptedException {
    return llm.chat(REQUEST, chunks::add);
  }

  private String told() {
    StringBuilder text = new StringBuilder();
    chunks.forEach(chunk -> text.append(text(chunk)));
    return text.toString();
  }

  private static String text(ChatChunk chunk) {
    return switch (chunk) {
      case ChatChunk.Text part -> part.delta();
      case ChatChunk.Reasoning part -> part.delta();
      case ChatChunk.ToolArguments part -> part.delta();
    };
  }
}
