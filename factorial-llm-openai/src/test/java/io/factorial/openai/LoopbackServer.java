package io.factorial.openai;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that answers byte by byte as a test says, however wrong that is. */
final class LoopbackServer implements AutoCloseable {

  /** Answers one request. */
  interface Reply {
    void send(Connection connection) throws Exception;
  }

  /** What a client sent. */
  record Received(String line, Map<String, String> headers, String body) {}

  private final ServerSocket listener;
  private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  private LoopbackServer(ServerSocket listener) {
    this.listener = listener;
  }

  static LoopbackServer start(Reply... replies) throws IOException {
    LoopbackServer server =
        new LoopbackServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    server.then(replies);
    Thread.ofVirtual().start(server::accept);
    return server;
  }

  LoopbackServer then(Reply... more) {
    replies.addAll(List.of(more));
    return this;
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort() + "/v1";
  }

  List<Received> received() {
    return received;
  }

  int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        connections.incrementAndGet();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Connection connection = new Connection(socket);
      while (connection.readRequest()) {
        Reply reply = replies.poll();
        if (reply == null) {
          return;
        }
        reply.send(connection);
        if (!connection.kept) {
          return;
        }
      }
    } catch (Exception broken) {
      // What the client sees of it is what the test looks at.
    }
  }

  /** A connection whose request was read. */
  final class Connection {

    private final Socket socket;
    private boolean kept;

    private Connection(Socket socket) {
      this.socket = socket;
    }

    /** Sends characters as they are. */
    Connection raw(String text) throws IOException {
      return raw(text.getBytes(UTF_8));
    }

    Connection raw(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return this;
    }

    /** Sends the headers of a stream that ends with the connection. */
    Connection streamHeaders() throws IOException {
      return streamHeaders("Connection: close");
    }

    /** Sends the headers of a stream that says where it ends: {@code Content-Length: 9}. */
    Connection streamHeaders(String framing) throws IOException {
      return raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n" + framing + "\r\n\r\n");
    }

    /** Sends a whole response. */
    void respond(int status, String headers, String body) throws IOException {
      kept = true;
      raw(
          "HTTP/1.1 "
              + status
              + " Status\r\n"
              + headers
              + "Content-Length: "
              + body.getBytes(UTF_8).length
              + "\r\n\r\n"
              + body);
    }

    /** Keeps the connection for another request after a reply that said where it ends. */
    void keep() {
      kept = true;
    }

    /** Blocks until the client closed its side. */
    void awaitClosed() {
      try {
        while (socket.getInputStream().read() >= 0) {
          // A client that goes on sending has not closed.
        }
      } catch (IOException reset) {
        // Closed all the same.
      }
    }

    /** Breaks the connection without a proper end. */
    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    private boolean readRequest() throws IOException {
      kept = false;
      InputStream in = socket.getInputStream();
      String line = readLine(in);
      if (line.isEmpty()) {
        return false;
      }
      Map<String, String> headers = new TreeMap<>();
      for (String header = readLine(in); !header.isEmpty(); header = readLine(in)) {
        int colon = header.indexOf(':');
        headers.put(
            header.substring(0, colon).toLowerCase(Locale.ROOT),
            header.substring(colon + 1).strip());
      }
      int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
      received.add(new Received(line, headers, new String(in.readNBytes(length), UTF_8)));
      return true;
    }

    private static String readLine(InputStream in) throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
        if (b != '\r') {
          line.write(b);
        }
      }
      return line.toString(ISO_8859_1);
    }
  }

  /** A stream of frames, ended as OpenAI does. */
  static Reply stream(String... frames) {
    return connection -> connection.streamHeaders().raw(events(frames) + "data: [DONE]\n\n");
  }

  /** A stream of exactly this text. */
  static Reply streamText(String text) {
    return connection -> connection.streamHeaders().raw(text);
  }

  /** A stream of exactly these bytes. */
  static Reply streamBytes(byte[] bytes) {
    return connection -> connection.streamHeaders().raw(bytes);
  }

  /** A body in one piece with status 200. */
  static Reply json(String body) {
    return connection -> connection.respond(200, "Content-Type: application/json\r\n", body);
  }

  /** An error with its status. */
  static Reply error(int status, String headers, String body) {
    return connection ->
        connection.respond(status, headers + "Content-Type: application/json\r\n", body);
  }

  static String events(String... frames) {
    StringBuilder events = new StringBuilder();
    for (String frame : frames) {
      events.append("data: ").append(frame).append("\n\n");
    }
    return events.toString();
  }
}
