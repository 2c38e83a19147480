package io.factorial.openai;

import static io.factorial.openai.LoopbackServer.error;
import static io.factorial.openai.LoopbackServer.stream;
import static io.factorial.openai.LoopbackServer.streamText;
import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.error.LlmException;
import io.factorial.json.Json;
import io.factorial.llm.ChatRequest;
import io.factorial.message.Message;
import io.factorial.message.Part;
import io.factorial.message.ToolCall;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Providers quote what they were sent; what we throw does not. */
class SecrecyTest {

  private static final String PROMPT = "My diagnosis is hypochondria, what now?";
  private static final String ARGUMENTS = "{\"iban\":\"DE02120300000000202051\"}";
  private static final String RESULT = "balance of account: 12,345.67 EUR";

  private static final ChatRequest REQUEST =
      ChatRequest.of(
          Calls.MODEL,
          List.of(
              Message.instructions("Be discreet about the Zürich account."),
              Message.user(PROMPT),
              Message.user("pin1"),
              new Message.Assistant(
                  List.of(new Part.Reasoning("thinking about money matters", Json.Obj.of())),
                  List.of(ToolCall.of("a", "balance", ARGUMENTS)),
                  Json.Obj.of()),
              new Message.ToolOutput("a", "balance", RESULT, false)));

  private static String shown(LoopbackServer.Reply reply) throws Exception {
    try (LoopbackServer server = LoopbackServer.start(reply)) {
      LlmException failure = Calls.failure(Calls.client(server.url()), REQUEST);
      StringWriter text = new StringWriter();
      failure.printStackTrace(new PrintWriter(text));
      return text.toString();
    }
  }

  private static String quoting(String message) {
    return Json.Obj.of("error", Json.Obj.of("message", message, "code", "odd")).text();
  }

  private static void keepsQuiet(String text) {
    assertThat(text)
        .doesNotContain(
            "hypochondria", "pin1", "DE0212", "12,345", "discreet", "money", Calls.KEY, "0123456");
  }

  @Test
  void whatAnErrorQuotesIsMasked() throws Exception {
    String message =
        "Key "
            + Calls.KEY
            + " cannot send '"
            + PROMPT
            + "' or pin1 with "
            + ARGUMENTS
            + " "
            + RESULT
            + " discreet about the Zürich; thinking about money";
    for (LoopbackServer.Reply reply :
        List.of(error(400, "", quoting(message)), stream(quoting(message)))) {
      String shown = shown(reply);

      keepsQuiet(shown);
      assertThat(shown).contains("openai:gpt-4.1", "cannot send", "***", "odd");
    }
  }

  @Test
  void namesOfErrorsAreShownOnlyIfTheyAreNames() throws Exception {
    String body = Json.Obj.of("error", Json.Obj.of("code", PROMPT, "type", RESULT)).text();

    keepsQuiet(shown(error(400, "x-request-id: " + Calls.KEY + "/x\r\n", body)));
  }

  @Test
  void whatCannotBeReadIsNotQuoted() throws Exception {
    keepsQuiet(shown(streamText("data: {hypochondria\n\n")));
    keepsQuiet(shown(error(500, "", PROMPT)));
    keepsQuiet(
        shown(
            stream(
                "{\"choices\":[{\"delta\":{},\"finish_reason\":\"hypochondria pin1 money\"}]}")));
  }

  @Test
  void keysAreMaskedEvenIfTheyAreNotOurs() {
    Redaction redaction = new Redaction(REQUEST, null);

    assertThat(redaction.of("Incorrect API key provided: sk-abcd1234***wxyz. Bearer abc.def"))
        .doesNotContain("abcd", "wxyz", "abc.def")
        .contains("Incorrect API key provided");
  }

  @Test
  void longErrorsAreCut() {
    assertThat(new Redaction(REQUEST, null).of("x ".repeat(5000))).hasSizeLessThan(500);
  }
}
