package io.factorial.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.llm.ChatChunk;
import io.factorial.llm.ChatResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However the network cuts a stream, the answer is the same. */
class ChunkingTest {

  private static final byte[] STREAM =
      """
      : hello

      data: {"id":"r","choices":[{"index":0,"delta":{"role":"assistant","content":"Grüße 😀 "}}]}

      data: {"choices":[{"index":0,"delta":{"content":"aus Köln\\u0000","reasoning_content":"ß"}}]}

      data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f",\
      "arguments":"{\\"city\\":\\"Zür"}}]}}]}

      data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"ich\\"}"}}]}}]}

      data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

      data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4}}

      data: [DONE]

      """
          .getBytes(UTF_8);

  private record Heard(ChatResponse response, List<ChatChunk> chunks) {}

  private static Heard heard(LoopbackServer.Reply reply) throws Exception {
    try (LoopbackServer server = LoopbackServer.start(reply)) {
      List<ChatChunk> chunks = new ArrayList<>();
      ChatResponse response = Calls.client(server.url()).chat(Calls.request(), chunks::add);
      return new Heard(response, chunks);
    }
  }

  private static LoopbackServer.Reply cut(byte[] stream, List<Integer> cuts) {
    return connection -> {
      connection.streamHeaders("Transfer-Encoding: chunked");
      int from = 0;
      for (int to : cuts) {
        chunk(connection, Arrays.copyOfRange(stream, from, to));
        from = to;
      }
      chunk(connection, Arrays.copyOfRange(stream, from, stream.length));
      connection.raw("0\r\n\r\n");
    };
  }

  /** An empty chunk would end the body. */
  private static void chunk(LoopbackServer.Connection connection, byte[] bytes) throws Exception {
    if (bytes.length > 0) {
      connection.raw(Integer.toHexString(bytes.length) + "\r\n").raw(bytes).raw("\r\n");
    }
  }

  private static byte[] withCarriageReturns() {
    return new String(STREAM, UTF_8).replace("\n", "\r\n").getBytes(UTF_8);
  }

  @Test
  void aCutAtAnyByteGivesTheSameAnswer() throws Exception {
    Heard whole = heard(LoopbackServer.streamBytes(STREAM));
    assertThat(whole.response().message().text()).isEqualTo("Grüße 😀 aus Köln\0");
    assertThat(whole.response().message().toolCalls().getFirst().argumentsText())
        .isEqualTo("{\"city\":\"Zürich\"}");

    for (byte[] stream : List.of(STREAM, withCarriageReturns())) {
      List<Integer> everyByte = new ArrayList<>();
      for (int i = 1; i < stream.length; i++) {
        everyByte.add(i);
      }
      assertThat(heard(cut(stream, everyByte))).isEqualTo(whole);
      for (int i = 1; i < stream.length; i += 7) {
        assertThat(heard(cut(stream, List.of(i)))).isEqualTo(whole);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
  void randomCutsGiveTheSameAnswer(long seed) throws Exception {
    Heard whole = heard(LoopbackServer.streamBytes(STREAM));
    Random random = new Random(seed);
    for (byte[] stream : List.of(STREAM, withCarriageReturns())) {
      List<Integer> cuts =
          random.ints(1 + random.nextInt(60), 1, stream.length).sorted().boxed().toList();

      assertThat(heard(cut(stream, cuts))).as("seed %s, cuts %s", seed, cuts).isEqualTo(whole);
    }
  }
}
