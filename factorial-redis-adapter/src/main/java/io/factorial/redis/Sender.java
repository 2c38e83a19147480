package io.factorial.redis;

import io.lettuce.core.RedisCommandExecutionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Sends the operations of one partition, one script at a time: at once where none is under way;
 * what comes meanwhile waits for its answer and goes together. So nothing waits for company while
 * there is little to do, and under load a script has many operations, which costs Redis a fraction
 * of as many scripts. Operations keep the order in which they came. Thread-safe.
 */
final class Sender {
  /** The most operations of a script: it must not keep others waiting for long. */
  private static final int MOST = 32;

  private static final int MOST_BYTES = 256 * 1024;

  /** Sends operations as one script; the answers are in their order. */
  @FunctionalInterface
  interface Transport {
    CompletableFuture<List<Reply>> send(List<Operation> operations);
  }

  /** One operation, and its answer to come. */
  record Operation(Script script, Args args, CompletableFuture<Reply> answer) {
    Operation(Script script, Args args) {
      this(script, args, new CompletableFuture<>());
    }

    /** An operation that failed did so alone: the script answers it by what Redis said. */
    void answerBy(Reply reply) {
      if (reply.name().equals("!failed")) {
        answer.completeExceptionally(new RedisCommandExecutionException(reply.text(1)));
      } else {
        answer.complete(reply);
      }
    }
  }

  private final Transport transport;
  private final Queue<Operation> waiting = new ConcurrentLinkedQueue<>();

  /** Whether a script is under way. Only who sets it takes from the queue. */
  private final AtomicBoolean busy = new AtomicBoolean();

  Sender(Transport transport) {
    this.transport = transport;
  }

  CompletableFuture<Reply> send(Script script, Args args) {
    Operation operation = new Operation(script, args);
    waiting.add(operation);
    sendWaiting();
    return operation.answer();
  }

  private void sendWaiting() {
    while (!waiting.isEmpty() && busy.compareAndSet(false, true)) {
      List<Operation> group = nextGroup();
      CompletableFuture<List<Reply>> sent = transmit(group);
      if (!sent.isDone()) {
        var unused = sent.whenComplete((replies, fault) -> endAndGoOn(group, replies, fault));
        return;
      }
      busy.set(false);
      var unused = sent.whenComplete((replies, fault) -> answer(group, replies, fault));
    }
  }

  private List<Operation> nextGroup() {
    List<Operation> group = new ArrayList<>();
    int bytes = 0;
    Operation next = waiting.peek();
    while (next != null && group.size() < MOST) {
      bytes += next.args().bytes();
      if (bytes > MOST_BYTES && !group.isEmpty()) {
        break;
      }
      group.add(next);
      waiting.remove();
      next = waiting.peek();
    }
    return group;
  }

  private CompletableFuture<List<Reply>> transmit(List<Operation> group) {
    if (group.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    try {
      return transport.send(group);
    } catch (RuntimeException refused) {
      return CompletableFuture.failedFuture(refused);
    }
  }

  /** What waits goes first: Redis has something to do while the callers read their answers. */
  private void endAndGoOn(
      List<Operation> group, @Nullable List<Reply> replies, @Nullable Throwable fault) {
    busy.set(false);
    sendWaiting();
    answer(group, replies, fault);
  }

  private static void answer(
      List<Operation> group, @Nullable List<Reply> replies, @Nullable Throwable fault) {
    for (int i = 0; i < group.size(); i++) {
      if (replies == null) {
        group.get(i).answer().completeExceptionally(unwrapped(fault));
      } else {
        group.get(i).answerBy(replies.get(i));
      }
    }
  }

  private static Throwable unwrapped(@Nullable Throwable fault) {
    Throwable cause = fault == null ? null : fault.getCause();
    if (fault instanceof CompletionException && cause != null) {
      return cause;
    }
    return fault == null ? new IllegalStateException("neither answered nor failed") : fault;
  }
}
