package io.factorial.engine.scenario;

import static io.factorial.engine.scenario.Scene.end;
import static io.factorial.engine.scenario.Toolbox.agent;
import static io.factorial.engine.scenario.Toolbox.call;
import static io.factorial.engine.scenario.Toolbox.outputs;
import static io.factorial.engine.scenario.Toolbox.tool;
import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.message.Message;
import io.factorial.task.TaskHandle;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever texts there are: they are stored and shown as they came. */
@OnEveryStore
final class ContentTest {
  /** A NUL, both line ends, quotes, two sides of writing, marks that combine, a family of four. */
  private static final String UNUSUAL =
      "\u0000 \u0001 \n\r\n\t \"'\\ {} ] \u05d0\u05d1 \u202e e\u0301 \u200d"
          + " \ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67\u200d\ud83d\udc66"
          + " \ufeff\ufffe\uffff \u2028\u2029 \ud834\udd1e";

  private static final int MEGABYTES = 5_000_000;

  private final Scene scene = new Scene();

  @AfterEach
  void close() {
    scene.close();
  }

  private static String large() {
    StringBuilder text = new StringBuilder(MEGABYTES + 1_100);
    for (int i = 0; text.length() < MEGABYTES; i++) {
      text.append(i).append(UNUSUAL).append("0123456789".repeat(100));
    }
    return text.toString();
  }

  @Scenario(40)
  @Test
  void aToolResultOfFiveMegabytesComesBackAsItWas() throws Exception {
    String large = large();
    Agent<String> agent = agent("reader", tool("read", (arguments, ctx) -> large)).build();
    List<Boolean> same = new ArrayList<>();
    scene.worker(
        new Model(
            request -> {
              if (Model.turn(request) == 0) {
                return Model.call(call("c1", "read"));
              }
              same.add(Model.last(request).equals(large));
              return Model.say(UNUSUAL);
            }),
        agent);
    TaskHandle<String> task = scene.enqueue(agent, UNUSUAL);
    assertThat(end(task).output()).isEqualTo(UNUSUAL);
    assertThat(same).as("the model was shown the whole of it").containsExactly(true);
    assertThat(outputs(task.messages()).getFirst().equals(large)).as("the stored one").isTrue();
    assertThat(task.messages().getFirst()).isEqualTo(Message.user(UNUSUAL));
    assertThat(task.data().query()).isEqualTo(UNUSUAL);
  }

  @Scenario(40)
  @Test
  void tenThousandMessagesComeBackInTheirOrder() throws Exception {
    List<Message> before = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      before.add(i % 2 == 0 ? Message.user(i + UNUSUAL) : Message.assistant(i + UNUSUAL));
    }
    Agent<String> agent = agent("reader").build();
    List<Message> shown = new ArrayList<>();
    scene.worker(
        new Model(
            request -> {
              shown.addAll(request.messages());
              return Model.say("done");
            }),
        agent);
    TaskHandle<String> task =
        scene
            .client()
            .enqueue(agent, Scene.OWNER, AgentContext.of("and now?").withMessages(before));
    assertThat(end(task).output()).isEqualTo("done");
    before.add(Message.user("and now?"));
    assertThat(shown).isEqualTo(before);
    before.add(Message.assistant("done"));
    assertThat(task.messages()).isEqualTo(before);
  }

  /** Half a character is no text: it is kept as it is, or refused before anything runs. */
  @Scenario(40)
  @Test
  void halfACharacterIsStoredAsItIsOrRefusedClearly() throws Exception {
    String half = "half \ud83d end";
    Agent<String> agent = agent("reader", tool("read", (arguments, ctx) -> half)).build();
    scene.worker(
        new Model(
            request ->
                Model.turn(request) == 0 ? Model.call(call("c1", "read")) : Model.say("seen")),
        agent);
    TaskHandle<String> task = scene.enqueue(agent, "go");
    assertThat(end(task).output()).isEqualTo("seen");
    assertThat(outputs(task.messages())).containsExactly(half);
  }
}
