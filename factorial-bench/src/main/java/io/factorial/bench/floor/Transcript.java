package io.factorial.bench.floor;

import io.factorial.port.CommitResult;
import io.factorial.port.Entry;
import io.factorial.port.NewEvent;
import io.factorial.port.Next;
import io.factorial.port.Payload;
import io.factorial.port.TaskQueue;
import io.factorial.port.Write;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All that a task's worker wrote, in order: taken from a real run, so that the floor writes the
 * same bytes. Used by one task at a time.
 */
public final class Transcript {
  private final List<Step> steps = new ArrayList<>();

  /**
   * One write.
   *
   * @param entries what was appended to the journal
   * @param events headers and payloads of its events, in turn
   * @param counters names and amounts, in turn
   * @param usage what the task had used
   * @param state the state record, or nothing
   * @param output the answer, for the write that ends the task; else empty
   */
  record Step(
      List<byte[]> entries,
      List<byte[]> events,
      List<byte[]> counters,
      String usage,
      Payload state,
      List<byte[]> output) {}

  /** Makes an empty transcript. */
  public Transcript() {}

  /**
   * A queue that writes down what passes through it.
   *
   * @param queue the queue
   * @return the queue, seen through this
   */
  public TaskQueue of(TaskQueue queue) {
    return (TaskQueue)
        Proxy.newProxyInstance(
            Transcript.class.getClassLoader(),
            new Class<?>[] {TaskQueue.class},
            (proxy, method, arguments) -> {
              try {
                Object result = method.invoke(queue, arguments);
                note(method.getName(), arguments, result);
                return result;
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause() == null ? thrown : thrown.getCause();
              }
            });
  }

  private synchronized void note(String method, Object[] arguments, Object result) {
    if (method.equals("record")) {
      steps.add(step((Write) arguments[1], List.of(), List.of()));
    } else if (method.equals("commit")) {
      boolean ends =
          result instanceof CommitResult.Released && arguments[2] instanceof Next.Complete;
      steps.add(
          ends && arguments[2] instanceof Next.Complete last
              ? step((Write) arguments[1], last.closed(), List.of(last.output().bytes()))
              : step((Write) arguments[1], List.of(), List.of()));
    }
  }

  private static Step step(Write write, List<NewEvent> last, List<byte[]> output) {
    List<byte[]> entries = new ArrayList<>();
    for (Entry entry : write.entries()) {
      entries.add(entry.payload().bytes());
    }
    List<byte[]> events = new ArrayList<>();
    write.events().forEach(event -> add(events, event));
    last.forEach(event -> add(events, event));
    List<byte[]> counters = new ArrayList<>();
    for (Map.Entry<String, Long> counter : write.counters().entrySet()) {
      counters.add(bytes("bench:" + counter.getKey()));
      counters.add(bytes(Long.toString(counter.getValue())));
    }
    // As long as the numbers of a task that has done some turns.
    String usage = write.usage() == null ? "" : "2 2 500 0 0 50 0 0";
    return new Step(
        entries,
        events,
        counters,
        usage,
        write.state() == null ? Payload.EMPTY : write.state(),
        output);
  }

  private static void add(List<byte[]> events, NewEvent event) {
    // A header says task, agent, fence, time, type, turn, attempt, step.
    events.add(
        bytes(
            "25:0-aaaaaaaaaaaaaaaaaaaaaa,5:bench,1:1,13:1700000000000," + event.type() + ",1,0,"));
    events.add(event.payload().bytes());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  synchronized List<Step> steps() {
    if (steps.isEmpty() || steps.getLast().output().isEmpty()) {
      throw new IllegalStateException(
          "transcript: %d writes, the task did not end (expected: all writes of one task)"
              .formatted(steps.size()));
    }
    return List.copyOf(steps);
  }
}
