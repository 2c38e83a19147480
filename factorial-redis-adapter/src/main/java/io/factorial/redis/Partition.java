package io.factorial.redis;

import io.factorial.error.FactorialException;
import io.factorial.error.StoreException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One part of the namespace: all its keys have one tag, so that every transition of its owners is
 * one script on one server. Sends operations to it, and makes those again that found the server out
 * of reach. Thread-safe.
 */
final class Partition {
  private static final int MOST_REPETITIONS = 6;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

  private final int number;
  private final String prefix;
  private final byte[][] keys;
  private final RedisClusterAsyncCommands<byte[], byte[]> commands;
  private final Scripts scripts;
  private final StoreTime time;
  private final Duration timeout;
  private final Consumer<Reply> freed;
  private final Sender sender = new Sender(this::sendAll);

  Partition(
      int number,
      String tag,
      RedisClusterAsyncCommands<byte[], byte[]> commands,
      Scripts scripts,
      StoreTime time,
      Duration timeout,
      Consumer<Reply> freed) {
    this.number = number;
    this.prefix = "{" + tag + "}:";
    this.keys = new byte[][] {key("meta")};
    this.commands = commands;
    this.scripts = scripts;
    this.time = time;
    this.timeout = timeout;
    this.freed = freed;
  }

  int number() {
    return number;
  }

  /** The name of a key or channel of this partition. */
  byte[] key(String name) {
    return (prefix + name).getBytes(StandardCharsets.UTF_8);
  }

  String name(String key) {
    return prefix + key;
  }

  /** Plain commands on keys of this partition, sent once. */
  RedisClusterAsyncCommands<byte[], byte[]> commands() {
    return commands;
  }

  /** Makes a plain command that may be made twice, and waits for its answer. */
  <T> T ask(
      String what,
      Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> command) {
    return ask(commands, what, command);
  }

  /** The same on another connection. */
  <T> T ask(
      RedisClusterAsyncCommands<byte[], byte[]> on,
      String what,
      Function<RedisClusterAsyncCommands<byte[], byte[]>, CompletionStage<T>> command) {
    return repeatedly(() -> await(command.apply(on).toCompletableFuture(), what));
  }

  /**
   * Makes an operation and waits for its answer. What is done often goes with what else waits for
   * this partition.
   */
  Reply call(Script script, Args args) {
    return script.isGrouped()
        ? repeatedly(() -> await(sender.send(script, args), script.file()))
        : call(commands, script, args);
  }

  /** Makes an operation on another connection. */
  Reply call(RedisClusterAsyncCommands<byte[], byte[]> on, Script script, Args args) {
    return repeatedly(() -> await(send(on, script, args), script.file()));
  }

  /** Whatever is sent may be sent again: the store knows an operation that it has made. */
  private <T> T repeatedly(Supplier<T> sending) {
    long deadline = System.nanoTime() + timeout.toNanos();
    for (int attempt = 0; ; attempt++) {
      try {
        return sending.get();
      } catch (StoreException fault) {
        if (!fault.retryable() || attempt == MOST_REPETITIONS || System.nanoTime() - deadline > 0) {
          throw fault;
        }
        LockSupport.parkNanos(FIRST_PAUSE.toNanos() << attempt);
      }
    }
  }

  /**
   * Waits for the answer to what was sent once, and sends it again where the server was out of
   * reach.
   */
  <T> T receive(CompletableFuture<T> first, String what, Supplier<T> again) {
    try {
      return await(first, what);
    } catch (StoreException fault) {
      if (!fault.retryable()) {
        throw fault;
      }
      return again.get();
    }
  }

  /** Sends an operation once. */
  CompletableFuture<Reply> send(Script script, Args args) {
    return send(commands, script, args);
  }

  CompletableFuture<Reply> send(
      RedisClusterAsyncCommands<byte[], byte[]> on, Script script, Args args) {
    Sender.Operation only = new Sender.Operation(script, args);
    return run(on, List.of(only))
        .thenCompose(
            replies -> {
              only.answerBy(replies.getFirst());
              return only.answer();
            });
  }

  private CompletableFuture<List<Reply>> sendAll(List<Sender.Operation> operations) {
    return run(commands, operations);
  }

  /** Runs operations in one script, which is sent whole where the server does not know it. */
  private CompletableFuture<List<Reply>> run(
      RedisClusterAsyncCommands<byte[], byte[]> on, List<Sender.Operation> operations) {
    Args args = new Args().add(operations.size());
    for (Sender.Operation operation : operations) {
      args.add(operation.script().function()).add(operation.args().size());
      args.addAll(operation.args());
    }
    byte[][] values = args.with(time.argument());
    return on.<List<Object>>evalsha(scripts.digest(), ScriptOutputType.MULTI, keys, values)
        .toCompletableFuture()
        .exceptionallyCompose(
            fault ->
                Faults.isNoScript(fault)
                    ? on.<List<Object>>eval(scripts.source(), ScriptOutputType.MULTI, keys, values)
                        .toCompletableFuture()
                    : CompletableFuture.failedFuture(fault))
        .thenApply(this::received);
  }

  /**
   * Waits for an answer. An interrupt is passed on after it: whether the operation stands must be
   * known.
   */
  <T> T await(CompletableFuture<T> answer, String what) {
    boolean interrupted = false;
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      while (true) {
        try {
          return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException again) {
          interrupted = true;
        }
      }
    } catch (ExecutionException failed) {
      Throwable cause = cause(failed);
      throw cause instanceof FactorialException known ? known : Faults.of(what, cause);
    } catch (TimeoutException late) {
      throw Faults.of(what, late);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Throwable cause(ExecutionException failed) {
    Throwable cause = failed.getCause();
    if (cause instanceof CompletionException wrapped && wrapped.getCause() != null) {
      cause = wrapped.getCause();
    }
    return cause == null ? failed : cause;
  }

  private List<Reply> received(List<Object> answers) {
    return answers.stream().map(answer -> received(new Reply((List<?>) answer))).toList();
  }

  private Reply received(Reply reply) {
    Reply permits = reply.lastNamed("!freed");
    if (permits == null) {
      return reply;
    }
    freed.accept(permits);
    return reply.withoutLast();
  }
}
