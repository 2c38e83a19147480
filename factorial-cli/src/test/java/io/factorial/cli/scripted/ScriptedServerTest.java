package io.factorial.cli.scripted;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ScriptedServerTest {

  private static final Pace AT_ONCE = new Pace(Duration.ZERO, Duration.ZERO);

  private final HttpClient client = HttpClient.newHttpClient();
  private final ScriptedServer server;

  ScriptedServerTest() throws IOException {
    server =
        ScriptedServer.start(
            ScriptedServerTest::reply, AT_ONCE, said -> said.query().equals("fail"));
  }

  private static Reply reply(Conversation conversation) {
    return switch (conversation.query()) {
      case "ramble" -> new Reply.Ramble("word ", Duration.ofMinutes(10));
      case "act" ->
          conversation.answered("add").isEmpty()
              ? Reply.call("add", Json.Obj.of("a", 1, "b", 2))
              : Reply.say("The sum is " + conversation.answered("add").getFirst().output() + ".");
      default -> Reply.say("You said: " + String.join(", ", conversation.users()));
    };
  }

  @AfterEach
  void close() {
    server.close();
    client.close();
  }

  @Test
  void theSameConversationHasTheSameAnswer() throws Exception {
    assertThat(content(ask(false, user("hello"), user("you")).body()))
        .isEqualTo("You said: hello, you")
        .isEqualTo(content(ask(false, user("hello"), user("you")).body()));
  }

  @Test
  void aStreamCarriesTheWholeAnswerAndEndsAsTheProtocolSays() throws Exception {
    List<String> lines =
        ask(true, user("hello")).body().lines().filter(line -> !line.isEmpty()).toList();
    assertThat(lines).allMatch(line -> line.startsWith("data: ")).endsWith("data: [DONE]");
    assertThat(lines.stream().filter(line -> line.contains("\"content\"")).count()).isEqualTo(3);
    assertThat(lines).anyMatch(line -> line.contains("\"finish_reason\":\"stop\""));
    assertThat(lines).anyMatch(line -> line.contains("\"prompt_tokens\""));
  }

  @Test
  void anAnsweredToolCallIsSeenByTheScript() throws Exception {
    Json.Obj asked = (Json.Obj) Json.parse(ask(false, user("act")).body());
    assertThat(asked.text()).contains("\"name\":\"add\"", "\"finish_reason\":\"tool_calls\"");
    Json.Obj call =
        Json.Obj.of("id", "call_1", "type", "function")
            .with("function", Json.Obj.of("name", "add", "arguments", "{}"));
    Json.Obj assistant = Json.Obj.of("role", "assistant", "tool_calls", List.of(call));
    Json.Obj tool = Json.Obj.of("role", "tool", "tool_call_id", "call_1", "content", "3");
    assertThat(content(ask(false, user("act"), assistant, tool).body())).isEqualTo("The sum is 3.");
  }

  @Test
  void anOutageIsOverTheSecondTime() throws Exception {
    assertThat(ask(true, user("fail")).statusCode()).isEqualTo(503);
    assertThat(ask(true, user("fail")).statusCode()).isEqualTo(200);
  }

  @Test
  void aClientThatHangsUpIsNoticed() throws Exception {
    HttpResponse<InputStream> response =
        client.send(request(true, user("ramble")), BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      assertThat(body.read()).isEqualTo('d');
    }
    assertThat(server.awaitHangUp(Duration.ofSeconds(10))).isPresent();
  }

  @Test
  void whatIsNoRequestIsRefused() throws Exception {
    HttpRequest notJson =
        HttpRequest.newBuilder(endpoint()).POST(HttpRequest.BodyPublishers.ofString("{")).build();
    assertThat(client.send(notJson, BodyHandlers.ofString()).statusCode()).isEqualTo(400);
    HttpRequest get = HttpRequest.newBuilder(endpoint()).build();
    assertThat(client.send(get, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
  }

  private HttpResponse<String> ask(boolean stream, Json.Obj... messages)
      throws IOException, InterruptedException {
    return client.send(request(stream, messages), BodyHandlers.ofString());
  }

  private HttpRequest request(boolean stream, Json.Obj... messages) {
    Json.Obj body = Json.Obj.of("model", "m", "stream", stream, "messages", List.of(messages));
    return HttpRequest.newBuilder(endpoint())
        .POST(HttpRequest.BodyPublishers.ofString(body.text()))
        .build();
  }

  private URI endpoint() {
    return URI.create(server.baseUrl() + "/chat/completions");
  }

  private static Json.Obj user(String text) {
    return Json.Obj.of("role", "user", "content", text);
  }

  private static String content(String body) {
    Json.Arr choices = (Json.Arr) ((Json.Obj) Json.parse(body)).get("choices").orElseThrow();
    Json.Obj choice = (Json.Obj) choices.items().getFirst();
    return ((Json.Obj) choice.get("message").orElseThrow()).text("content").orElseThrow();
  }
}
