package io.factorial.engine.scenario;

import static io.factorial.engine.scenario.Scene.end;
import static io.factorial.engine.scenario.Toolbox.agent;
import static io.factorial.engine.scenario.Toolbox.call;
import static io.factorial.engine.scenario.Toolbox.tool;
import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.agent.Agent;
import io.factorial.agent.History;
import io.factorial.budget.Budget;
import io.factorial.error.LlmException;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ChatResponse;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import io.factorial.run.RunResult;
import io.factorial.task.TaskHandle;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Conversations that are summarised by a model when they become too long. */
@OnEveryStore
final class SummaryTest {
  private static final int TURNS = 20;
  private static final int LIMIT = 200;

  private final Scene scene = new Scene();
  private final List<ChatRequest> asked = new CopyOnWriteArrayList<>();
  private final List<ChatRequest> summaries = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    scene.close();
  }

  private final Agent<String> reader =
      agent("reader", tool("read", (arguments, ctx) -> "page " + ctx.turn() + " " + "x".repeat(80)))
          .history(History.summarise(LIMIT, "test:small"))
          .instructions("Read it all.")
          .build();

  private ChatResponse answer(ChatRequest request) {
    if (request.model().name().equals("small")) {
      summaries.add(request);
      return Model.say("summary " + summaries.size());
    }
    asked.add(request);
    int turn = asked.size() - 1;
    return turn < TURNS ? Model.call(call("c" + turn, "read")) : Model.say("done");
  }

  @Test
  void olderMessagesGiveWayToASummaryAndTheJournalKeepsThemAll() throws Exception {
    scene.worker(new Model(this::answer), reader);
    TaskHandle<String> task = scene.enqueue(reader, "read the book");
    RunResult<String> result = end(task);
    assertThat(result.output()).isEqualTo("done");
    assertThat(task.messages()).hasSize(1 + 2 * TURNS + 1);
    assertThat(summaries).hasSizeBetween(2, TURNS / 2);
    assertThat(result.run().usage().requests()).isEqualTo(asked.size() + summaries.size());
    assertThat(result.run().usage().outputTokens())
        .isEqualTo(5L * (asked.size() + summaries.size()));
    for (ChatRequest request : asked) {
      checkShown(request);
    }
    assertThat(Model.text(asked.getLast().messages().get(1)))
        .endsWith("summary " + summaries.size());
    assertThat(Model.last(summaries.get(1))).contains("summary 1").contains("page");
  }

  /** The user's question is there, it is not too long, and calls and results stand together. */
  private static void checkShown(ChatRequest request) {
    Set<String> calls = new HashSet<>();
    Set<String> results = new HashSet<>();
    int characters = 0;
    for (Message message : request.messages()) {
      characters += Model.text(message).length();
      switch (message) {
        case Message.Assistant assistant ->
            assistant.toolCalls().stream().map(ToolCall::id).forEach(calls::add);
        case Message.ToolOutput output -> results.add(output.toolCallId());
        case Message.User user -> assertThat(user.text()).isEqualTo("read the book");
        case Message.Instructions instructions -> {}
      }
    }
    assertThat(results).isEqualTo(calls);
    assertThat(request.messages().stream().filter(Message.User.class::isInstance)).hasSize(1);
    assertThat(characters / 4).isLessThanOrEqualTo(LIMIT + 30);
  }

  @Test
  void aSummaryIsReusedUntilTheLimitIsPassedAgain() throws Exception {
    scene.worker(new Model(this::answer), reader);
    end(scene.enqueue(reader, "read the book"));
    long withFirst =
        asked.stream()
            .filter(request -> Model.text(request.messages().get(1)).endsWith("summary 1"))
            .count();
    assertThat(withFirst).isGreaterThan(1);
  }

  @Test
  void aSummaryThatWasRecordedIsNotBoughtAgainAfterACrash() throws Exception {
    for (int point = 0; point < 100; point++) {
      CrashPoint crash = CrashPoint.atWrite(point, CrashPoint.Side.AFTER);
      asked.clear();
      summaries.clear();
      try (Scene other = new Scene()) {
        Watch watch = other.watch();
        other.worker(new Model(this::byShown), Scene.quick().build(), crash, reader);
        TaskHandle<String> task = other.enqueue(reader, "read the book");
        watch.until(() -> crash.isDead() || task.status().isOver());
        if (!crash.isDead()) {
          return;
        }
        other.loseDeadWorkers();
        other.worker(new Model(this::byShown), reader);
        end(task);
        assertThat(Set.copyOf(summaries.stream().map(Model::last).toList()))
            .as(crash.toString())
            .hasSameSizeAs(summaries);
      }
    }
  }

  /** Answers by the pages that were read, also those that only a summary tells of. */
  private ChatResponse byShown(ChatRequest request) {
    if (request.model().name().equals("small")) {
      summaries.add(request);
      return Model.say("summary after " + page(request));
    }
    int next = page(request) + 1;
    return next < TURNS ? Model.call(call("c" + next, "read")) : Model.say("done");
  }

  private static int page(ChatRequest request) {
    int newest = -1;
    for (Message message : request.messages()) {
      String text = Model.text(message);
      for (int page = 0; page < TURNS; page++) {
        if (text.contains("page " + page + " ") || text.endsWith("after " + page)) {
          newest = Math.max(newest, page);
        }
      }
    }
    return newest;
  }

  @Test
  void aConversationThatEvenTheSummarisingModelCannotTakeIsCutInstead() throws Exception {
    scene.worker(
        new Model(
            request -> {
              if (request.model().name().equals("small")) {
                throw new LlmException(LlmException.Kind.CONTEXT_LENGTH_EXCEEDED, "too long");
              }
              return answer(request);
            }),
        reader);
    assertThat(end(scene.enqueue(reader, "read the book")).output()).isEqualTo("done");
    asked.forEach(SummaryTest::checkShown);
  }

  @Test
  void aSummaryCountsAgainstTheBudget() throws Exception {
    Agent<String> poor =
        reader.toBuilder()
            .budget(
                Budget.builder().outputTokens(20_000L).onExceeded(Budget.OnExceeded.FAIL).build())
            .build();
    scene.worker(new Model(this::answer), poor);
    RunResult<String> result = end(scene.enqueue(poor, "read the book"));
    assertThat(result.run().treeUsage().outputTokens())
        .isEqualTo(5L * (asked.size() + summaries.size()));
  }
}
