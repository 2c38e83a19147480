package io.factorial.it.browser;

import io.factorial.budget.Usage;
import io.factorial.error.LlmException;
import io.factorial.json.Json;
import io.factorial.llm.ChatChunk;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ChatResponse;
import io.factorial.llm.LlmClient;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A model that answers by the first word of what it is asked, streams word by word, and stops in
 * the middle of an answer until the test has looked.
 */
final class StageModel implements LlmClient {
  static final String FIRST_HALF = "Once upon a time a worker took a task";
  static final String SECOND_HALF = " and brought it to its end.";

  private static final Pattern AFTER_SPACE = Pattern.compile("(?<= )");
  private static final Usage USAGE = Usage.tokens(120, 30);

  private final Map<String, CountDownLatch> beginnings = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> ends = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();

  /** Lets the first half of a story out. */
  void begin(String query) {
    gate(beginnings, query).countDown();
  }

  /** Lets the second half of a story out. */
  void end(String query) {
    gate(ends, query).countDown();
  }

  /** Waits until the story may begin. */
  void awaitBeginning(String query) throws InterruptedException {
    gate(beginnings, query).await();
  }

  private static CountDownLatch gate(Map<String, CountDownLatch> gates, String query) {
    return gates.computeIfAbsent(query, key -> new CountDownLatch(1));
  }

  @Override
  public Set<String> providers() {
    return Set.of("*");
  }

  @Override
  public ChatResponse chat(ChatRequest request, Consumer<ChatChunk> chunks)
      throws InterruptedException {
    List<Message> messages = request.messages();
    List<Message.User> asked = all(messages, Message.User.class);
    String query = asked.getFirst().text();
    int call = calls.computeIfAbsent(query, key -> new AtomicInteger()).incrementAndGet();
    if (messages.getLast() instanceof Message.User steering && asked.size() > 1) {
      return said("Understood: " + steering.text(), chunks);
    }
    List<Message.ToolOutput> results = all(messages, Message.ToolOutput.class);
    String scene = query.split(" ", 2)[0];
    if (!results.isEmpty()) {
      return scene.equals("Tell")
          ? story(query, chunks)
          : said("The tool says: " + results.getLast().text(), chunks);
    }
    return switch (scene) {
      // A worker learns at the end of a step that somebody listens: so a story has one before it.
      case "Tell" -> calling("", "curtain", "{}");
      case "Refund" ->
          calling("I refund the order.", "refund", "{\"order\":\"A-20417\",\"amount\":179.80}");
      case "Fetch" -> calling("", "document", "{\"name\":\"contract\"}");
      case "Look" -> calling("", "look", "{\"city\":\"Paris\"}");
      case "Delegate" -> calling("", "friend", "{\"query\":\"Help with a part of it\"}");
      case "Break" -> broken(call, chunks);
      default -> said("I am here to help.", chunks);
    };
  }

  private static <T> List<T> all(List<Message> messages, Class<T> type) {
    return messages.stream().filter(type::isInstance).map(type::cast).toList();
  }

  private ChatResponse story(String query, Consumer<ChatChunk> chunks) throws InterruptedException {
    stream(FIRST_HALF, chunks);
    gate(ends, query).await();
    stream(SECOND_HALF, chunks);
    return answer(Message.assistant(FIRST_HALF + SECOND_HALF));
  }

  private static ChatResponse broken(int call, Consumer<ChatChunk> chunks) {
    if (call == 1) {
      throw new LlmException(LlmException.Kind.INVALID_REQUEST, "the provider did not like it");
    }
    return said("Mended.", chunks);
  }

  private static ChatResponse calling(String text, String tool, String arguments) {
    ToolCall call = ToolCall.of("call_" + tool, tool, arguments);
    Message.Assistant said = Message.assistant(text);
    return answer(new Message.Assistant(said.parts(), List.of(call), Json.Obj.of()));
  }

  private static ChatResponse said(String text, Consumer<ChatChunk> chunks) {
    stream(text, chunks);
    return answer(Message.assistant(text));
  }

  private static void stream(String text, Consumer<ChatChunk> chunks) {
    AFTER_SPACE.splitAsStream(text).forEach(piece -> chunks.accept(new ChatChunk.Text(piece)));
  }

  private static ChatResponse answer(Message.Assistant message) {
    return ChatResponse.of(message, USAGE);
  }
}
