package io.factorial.cli.demo;

import io.factorial.cli.terminal.Text;
import io.factorial.event.AgentEvent;
import io.factorial.event.CompletionEvent;
import io.factorial.event.RunEvent;
import io.factorial.event.TaskEvent;
import io.factorial.event.ToolEvent;
import io.factorial.event.TurnEvent;
import io.factorial.llm.ChatChunk;
import io.factorial.task.TaskHandle;
import java.time.Duration;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What is known of one task from its events. Not for several threads at once, except {@link
 * #awaitEnd}: whoever shares it holds a lock.
 */
final class TaskWatch {

  private static final int LONGEST_TAIL = 60;

  private final Story story;
  private final String label;
  private final TaskHandle<?> handle;
  private final long since = System.nanoTime();
  private final TreeMap<Integer, Integer> retriesByTurn = new TreeMap<>();
  private final CountDownLatch over = new CountDownLatch(1);
  private String doing = "queued";
  private String saying = "";
  private int turn;
  private int words;
  private int toolCalls;
  private boolean readWish;

  TaskWatch(Story story, String label, TaskHandle<?> handle) {
    this.story = story;
    this.label = label;
    this.handle = handle;
  }

  Story story() {
    return story;
  }

  /** What stands before each line about the task. */
  String label() {
    return label;
  }

  TaskHandle<?> handle() {
    return handle;
  }

  void see(AgentEvent event) {
    turn = Math.max(turn, event.meta().turn());
    retriesByTurn.merge(event.meta().turn(), event.meta().attempt(), Math::max);
    switch (event) {
      case CompletionEvent.Started started -> now("thinking");
      case CompletionEvent.Chunk(AgentEvent.Meta meta, ChatChunk.Text(String delta)) -> say(delta);
      case ToolEvent.Completed completed -> toolCalls++;
      case ToolEvent.Failed failed -> toolCalls++;
      case CompletionEvent.Superseded superseded -> saying = "";
      case ToolEvent.Started started -> now("running " + started.call().name());
      case TurnEvent.Failed failed -> now("waiting to try again");
      case TaskEvent.Retried retried -> now("waiting to try again");
      case RunEvent.SteeringApplied applied -> readWish = true;
      case RunEvent.Completed completed -> over.countDown();
      case RunEvent.Failed failed -> over.countDown();
      case RunEvent.Cancelled cancelled -> over.countDown();
      default -> {} // of a live status only these matter
    }
  }

  boolean isOver() {
    return over.getCount() == 0;
  }

  /** Waits for the event of the task's end. */
  boolean awaitEnd(Duration atMost) throws InterruptedException {
    return over.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  int toolCalls() {
    return toolCalls;
  }

  /** How many pieces of answers have come. */
  int words() {
    return words;
  }

  int retries() {
    return retriesByTurn.values().stream().mapToInt(Integer::intValue).sum();
  }

  boolean readWish() {
    return readWish;
  }

  /** What the task does now, on one line. */
  String status() {
    Duration running = Duration.ofNanos(System.nanoTime() - since);
    return "%3d.%d s  turn %d  %s%s"
        .formatted(
            running.toSeconds(),
            running.toMillisPart() / 100,
            turn + 1,
            doing,
            saying.isEmpty() ? "" : ": " + Text.plain(saying));
  }

  private void now(String what) {
    doing = what;
    saying = "";
  }

  private void say(String delta) {
    words++;
    doing = "saying";
    String all = saying + delta;
    saying = all.substring(Math.max(0, all.length() - LONGEST_TAIL));
  }
}
