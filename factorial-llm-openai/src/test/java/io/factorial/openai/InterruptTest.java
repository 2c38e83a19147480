package io.factorial.openai;

import static io.factorial.openai.LoopbackServer.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.error.LlmException.Kind;
import io.factorial.llm.ChatRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class InterruptTest {

  private static final String PIECE =
      events("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"A\"}}]}");

  /**
   * The longest time that closing may take; the fastest of some tries counts, as machines pause.
   */
  private static final Duration SOON = Duration.ofMillis(100);

  /** How a call ended, and how long after the interrupt the server saw the connection closed. */
  private record Ended(Throwable thrown, Duration closedAfter, boolean flag) {}

  private static Ended interrupted(ChatRequest request, LoopbackServer.Reply reply)
      throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    CompletableFuture<Long> closed = new CompletableFuture<>();
    try (LoopbackServer server =
        LoopbackServer.start(
            connection -> {
              reply.send(connection);
              waiting.countDown();
              connection.awaitClosed();
              closed.complete(System.nanoTime());
            })) {
      CompletableFuture<Ended> call = new CompletableFuture<>();
      Thread caller = Thread.ofVirtual().unstarted(() -> call.complete(ended(server, request)));
      caller.start();
      assertThat(waiting.await(10, TimeUnit.SECONDS)).isTrue();
      long begin = System.nanoTime();
      caller.interrupt();
      long end = closed.get(10, TimeUnit.SECONDS);
      Ended ended = call.get(10, TimeUnit.SECONDS);
      return new Ended(ended.thrown(), Duration.ofNanos(end - begin), ended.flag());
    }
  }

  private static Ended ended(LoopbackServer server, ChatRequest request) {
    try {
      Calls.client(server.url()).chat(request, chunk -> {});
      throw new AssertionError("answered");
    } catch (Throwable thrown) {
      return new Ended(thrown, Duration.ZERO, Thread.currentThread().isInterrupted());
    }
  }

  private static void closesAtOnce(ChatRequest request, LoopbackServer.Reply reply)
      throws Exception {
    Duration fastest = Duration.ofDays(1);
    for (int i = 0; i < 5 && fastest.compareTo(SOON) > 0; i++) {
      Ended ended = interrupted(request, reply);
      assertThat(ended.thrown()).isInstanceOf(InterruptedException.class);
      assertThat(ended.flag()).isFalse();
      fastest = ended.closedAfter().compareTo(fastest) < 0 ? ended.closedAfter() : fastest;
    }
    assertThat(fastest).isLessThanOrEqualTo(SOON);
  }

  @Test
  void anInterruptBeforeTheHeadersClosesTheConnectionAtOnce() throws Exception {
    closesAtOnce(Calls.request(), connection -> {});
  }

  @Test
  void anInterruptInAStreamClosesTheConnectionAtOnce() throws Exception {
    closesAtOnce(Calls.request(), connection -> connection.streamHeaders().raw(PIECE));
  }

  @Test
  void anInterruptInAStreamWithoutAnEventClosesTheConnectionAtOnce() throws Exception {
    closesAtOnce(Calls.request(), LoopbackServer.Connection::streamHeaders);
  }

  @Test
  void anInterruptInABodyClosesTheConnectionAtOnce() throws Exception {
    closesAtOnce(
        Calls.whole(Calls.request()),
        connection ->
            connection.raw(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"));
  }

  @Test
  void anInterruptInAnErrorBodyClosesTheConnectionAtOnce() throws Exception {
    closesAtOnce(
        Calls.request(),
        connection -> connection.raw("HTTP/1.1 500 No\r\nContent-Length: 9\r\n\r\n{"));
  }

  @Test
  void anInterruptWhileAChunkIsHandledEndsTheCall() throws Exception {
    try (LoopbackServer server =
        LoopbackServer.start(connection -> connection.streamHeaders().raw(PIECE.repeat(1000)))) {
      OpenAiClient client = Calls.client(server.url());

      assertThatThrownBy(
              () -> client.chat(Calls.request(), chunk -> Thread.currentThread().interrupt()))
          .isInstanceOf(InterruptedException.class);
    }
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void aThreadThatIsInterruptedAlreadyAsksNothing() throws Exception {
    try (LoopbackServer server = LoopbackServer.start()) {
      OpenAiClient client = Calls.client(server.url());

      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> client.chat(Calls.request(), chunk -> {}))
          .isInstanceOf(InterruptedException.class);
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void anIdleTimeoutDoesNotInterruptWhoeverUsesTheThreadNext() throws Exception {
    try (LoopbackServer server =
        LoopbackServer.start(
            connection -> {
              connection.streamHeaders();
              connection.awaitClosed();
            },
            LoopbackServer.streamText(PIECE + "data: [DONE]\n\n"))) {
      OpenAiClient client = Calls.impatient(server.url(), Duration.ofMillis(50));
      assertThat(Calls.failure(client, Calls.request()).kind()).isEqualTo(Kind.TIMEOUT);

      assertThat(client.chat(Calls.request(), chunk -> {}).message().text()).isEqualTo("A");
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
  }

  @Test
  void aReceiverThatTakesItsTimeIsNoIdleStream() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (LoopbackServer server =
        LoopbackServer.start(LoopbackServer.streamText(PIECE + "data: [DONE]\n\n"))) {
      OpenAiClient client = Calls.impatient(server.url(), Duration.ofMillis(50));

      String text =
          client
              .chat(
                  Calls.request(),
                  chunk -> {
                    try {
                      assertThat(never.await(200, TimeUnit.MILLISECONDS)).isFalse();
                    } catch (InterruptedException unexpected) {
                      throw new IllegalStateException(unexpected);
                    }
                  })
              .message()
              .text();

      assertThat(text).isEqualTo("A");
    }
  }
}
