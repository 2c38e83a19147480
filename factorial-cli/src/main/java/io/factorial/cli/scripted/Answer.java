package io.factorial.cli.scripted;

import io.factorial.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A reply in the form of the chat completions protocol. */
final class Answer {

  private static final Pattern WORD = Pattern.compile("\\S*\\s*");

  /** Four characters a token is the usual rule of thumb; nothing here counts real tokens. */
  private static final int CHARACTERS_PER_TOKEN = 4;

  private final String id;
  private final Json.Obj request;
  private final Reply reply;

  Answer(String id, Json.Obj request, Reply reply) {
    this.id = id;
    this.request = request;
    this.reply = reply;
  }

  /** The answer in one piece. */
  Json.Obj whole() {
    Json.Obj message =
        switch (reply) {
          case Reply.Say say -> Json.Obj.of("role", "assistant", "content", say.text());
          case Reply.Ramble ramble -> Json.Obj.of("role", "assistant", "content", ramble.text());
          case Reply.Act act ->
              Json.Obj.of(
                  "role",
                  "assistant",
                  "content",
                  null,
                  "tool_calls",
                  numbered(act).stream().map(call -> call.whole()).toList());
        };
    return head("chat.completion")
        .with(
            "choices",
            List.of(Json.Obj.of("index", 0, "message", message, "finish_reason", finishReason())))
        .with("usage", usage());
  }

  /** Writes the answer word by word as server-sent events. */
  void writeTo(OutputStream out, Duration perWord) throws IOException, InterruptedException {
    delta(out, Json.Obj.of("role", "assistant"));
    switch (reply) {
      case Reply.Say say -> say(out, say.text(), perWord);
      case Reply.Ramble ramble -> ramble(out, ramble);
      case Reply.Act act -> act(out, act, perWord);
    }
    chunk(out, List.of(choice(Json.Obj.of()).with("finish_reason", finishReason())));
    event(out, head("chat.completion.chunk").with("choices", List.of()).with("usage", usage()));
    out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private void say(OutputStream out, String text, Duration perWord)
      throws IOException, InterruptedException {
    for (String word : words(text)) {
      TimeUnit.NANOSECONDS.sleep(perWord.toNanos());
      delta(out, Json.Obj.of("content", word));
    }
  }

  private void ramble(OutputStream out, Reply.Ramble ramble)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + ramble.length().toNanos();
    while (System.nanoTime() - end < 0) {
      say(out, ramble.text(), Duration.ofMillis(10));
    }
  }

  private void act(OutputStream out, Reply.Act act, Duration perWord)
      throws IOException, InterruptedException {
    for (NumberedCall call : numbered(act)) {
      delta(out, Json.Obj.of("tool_calls", List.of(call.start())));
      for (String word : words(call.arguments())) {
        TimeUnit.NANOSECONDS.sleep(perWord.toNanos());
        delta(out, Json.Obj.of("tool_calls", List.of(call.next(word))));
      }
    }
  }

  private List<NumberedCall> numbered(Reply.Act act) {
    List<NumberedCall> calls = new ArrayList<>();
    for (Reply.Action action : act.calls()) {
      int index = calls.size();
      calls.add(
          new NumberedCall(
              index, "call_" + id + "_" + index, action.tool(), action.arguments().text()));
    }
    return calls;
  }

  private String finishReason() {
    return reply instanceof Reply.Act ? "tool_calls" : "stop";
  }

  private void delta(OutputStream out, Json.Obj delta) throws IOException {
    chunk(out, List.of(choice(delta)));
  }

  private static Json.Obj choice(Json.Obj delta) {
    return Json.Obj.of("index", 0, "delta", delta, "finish_reason", null);
  }

  private void chunk(OutputStream out, List<Json.Obj> choices) throws IOException {
    event(out, head("chat.completion.chunk").with("choices", choices));
  }

  private static void event(OutputStream out, Json.Obj data) throws IOException {
    out.write(("data: " + data.text() + "\n\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private Json.Obj head(String object) {
    return Json.Obj.of(
        "id",
        id,
        "object",
        object,
        "created",
        System.currentTimeMillis() / 1000,
        "model",
        request.text("model").orElse("scripted"));
  }

  private Json.Obj usage() {
    int asked = request.text().length() / CHARACTERS_PER_TOKEN;
    int answered = length() / CHARACTERS_PER_TOKEN;
    return Json.Obj.of(
        "prompt_tokens", asked, "completion_tokens", answered, "total_tokens", asked + answered);
  }

  private int length() {
    return switch (reply) {
      case Reply.Say say -> say.text().length();
      case Reply.Ramble ramble -> ramble.text().length();
      case Reply.Act act ->
          numbered(act).stream().mapToInt(call -> call.arguments().length()).sum();
    };
  }

  private static List<String> words(String text) {
    return WORD.matcher(text)
        .results()
        .map(MatchResult::group)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** A tool call with its place in the message. */
  private record NumberedCall(int index, String id, String tool, String arguments) {

    Json.Obj whole() {
      return Json.Obj.of(
          "id", id, "type", "function", "function", function().with("arguments", arguments));
    }

    Json.Obj start() {
      return Json.Obj.of(
          "index",
          index,
          "id",
          id,
          "type",
          "function",
          "function",
          function().with("arguments", ""));
    }

    Json.Obj next(String piece) {
      return Json.Obj.of("index", index, "function", Json.Obj.of("arguments", piece));
    }

    private Json.Obj function() {
      return Json.Obj.of("name", tool);
    }
  }
}
