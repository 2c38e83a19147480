package io.factorial.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.error.InvalidDefinitionException;
import io.factorial.json.Json;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import io.factorial.run.RunContext;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HistoryTest {

  /** A view is a function of the messages: asking the run for anything is a fault. */
  private static final RunContext UNASKED =
      (RunContext)
          Proxy.newProxyInstance(
              HistoryTest.class.getClassLoader(),
              new Class<?>[] {RunContext.class},
              (proxy, method, arguments) -> {
                throw new AssertionError("asked for " + method.getName());
              });

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aCallIsNeverShownWithoutItsResults(int seed) {
    Random random = new Random(seed);
    List<Message> all = conversation(random);
    int tokens = 1 + random.nextInt(120);

    List<Message> shown = History.lastTokens(tokens).view(all, UNASKED);

    assertThat(pairs(shown))
        .as("seed %s, %s tokens of %s", seed, tokens, all)
        .isEqualTo(pairsOfShownCalls(all, shown));
    assertThat(shown).first().isNotInstanceOf(Message.ToolOutput.class);
    assertThat(all).containsSubsequence(shown);
    assertThat(shown).contains(newestUser(all));
    assertThat(shown.size() == 1 || tokensOf(shown) <= tokens).isTrue();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingIsDroppedThatFits(int seed) {
    List<Message> all = conversation(new Random(seed));

    assertThat(History.lastTokens((int) tokensOf(all)).view(all, UNASKED)).isEqualTo(all);
  }

  @Test
  void theNewestMessageOfTheUserStaysBeforeTheNewestTurns() {
    List<Message> all = new ArrayList<>(List.of(Message.user("the question")));
    for (int i = 0; i < 20; i++) {
      all.add(calls("c" + i));
      all.add(result("c" + i, "x".repeat(40)));
    }

    List<Message> shown = History.lastTokens(30).view(all, UNASKED);

    assertThat(shown)
        .containsExactly(all.get(0), all.get(37), all.get(38), all.get(39), all.get(40));
  }

  @Test
  void theNewestMessageOfTheUserIsShownEvenIfItDoesNotFit() {
    Message question = Message.user("x".repeat(400));

    assertThat(History.lastTokens(1).view(List.of(question), UNASKED)).containsExactly(question);
  }

  @Test
  void withoutAMessageOfTheUserTheLastTurnIsShownEvenIfItDoesNotFit() {
    List<Message> all =
        List.of(Message.assistant("earlier"), calls("c"), result("c", "x".repeat(400)));

    assertThat(History.lastTokens(1).view(all, UNASKED)).isEqualTo(all.subList(1, 3));
    assertThat(History.lastTokens(1).view(List.of(), UNASKED)).isEmpty();
  }

  @Test
  void allShowsAll() {
    List<Message> all = conversation(new Random(1));

    assertThat(History.all().view(all, UNASKED)).isEqualTo(all);
  }

  @Test
  void aSummaryStandsForWhatLastTokensDrops() {
    List<Message> all = conversation(new Random(1));
    History summarise = History.summarise(20, "openai:gpt-4.1-mini");

    assertThat(summarise).isEqualTo(new History.Summarise(20, "openai:gpt-4.1-mini"));
    assertThat(summarise.view(all, UNASKED)).isEqualTo(History.lastTokens(10).view(all, UNASKED));
  }

  @Test
  void aPolicyRefusesWhatCannotBe() {
    assertThatThrownBy(() -> History.lastTokens(0))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage("tokens: 0 (expected: 1 or more)");
    assertThatThrownBy(() -> History.summarise(0, "openai:gpt-4.1-mini"))
        .hasMessage("aboveTokens: 0 (expected: 1 or more)");
    assertThatThrownBy(() -> History.summarise(10, "gpt-4.1-mini"))
        .isInstanceOf(InvalidDefinitionException.class);
  }

  /**
   * Turns of a text, or of one to four calls whose results may stand among messages of the user.
   */
  private static List<Message> conversation(Random random) {
    List<Message> all = new ArrayList<>();
    all.add(Message.user(text(random)));
    for (int turn = 0; turn < random.nextInt(12); turn++) {
      switch (random.nextInt(4)) {
        case 0 -> all.add(Message.user(text(random)));
        case 1 -> all.add(Message.assistant(text(random)));
        default -> addCalls(all, turn, random);
      }
    }
    return all;
  }

  private static void addCalls(List<Message> all, int turn, Random random) {
    String[] ids =
        IntStream.rangeClosed(0, random.nextInt(4))
            .mapToObj(i -> turn + "_" + i)
            .toArray(String[]::new);
    all.add(calls(ids));
    for (String id : ids) {
      all.add(result(id, text(random)));
      if (random.nextInt(6) == 0) {
        all.add(Message.user(text(random)));
      }
    }
  }

  private static Message calls(String... ids) {
    List<ToolCall> calls = IntStream.range(0, ids.length).mapToObj(i -> call(ids[i])).toList();
    return new Message.Assistant(List.of(), calls, Json.Obj.of());
  }

  private static ToolCall call(String id) {
    return ToolCall.of(id, "read", "{}");
  }

  private static Message result(String id, String text) {
    return new Message.ToolOutput(id, "read", text, false);
  }

  private static String text(Random random) {
    return "x".repeat(1 + random.nextInt(80));
  }

  /** Which calls and which results are there, each told by its id. */
  private static Set<String> pairs(List<Message> messages) {
    Set<String> pairs = new HashSet<>();
    for (Message message : messages) {
      if (message instanceof Message.Assistant assistant) {
        assistant.toolCalls().forEach(call -> pairs.add("call " + call.id()));
      } else if (message instanceof Message.ToolOutput output) {
        pairs.add("result " + output.toolCallId());
      }
    }
    return pairs;
  }

  /** What should be there for the calls that are shown: every call here has a result. */
  private static Set<String> pairsOfShownCalls(List<Message> all, List<Message> shown) {
    Set<String> expected = new HashSet<>();
    for (Message message : all) {
      if (message instanceof Message.Assistant assistant && shown.contains(assistant)) {
        for (ToolCall call : assistant.toolCalls()) {
          expected.add("call " + call.id());
          expected.add("result " + call.id());
        }
      }
    }
    return expected;
  }

  private static Message newestUser(List<Message> all) {
    return all.stream().filter(Message.User.class::isInstance).reduce((a, b) -> b).orElseThrow();
  }

  private static long tokensOf(List<Message> messages) {
    return messages.stream().mapToLong(LastTokens::tokensOf).sum();
  }
}
