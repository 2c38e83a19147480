package io.factorial.dashboard;

import io.factorial.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A reader of server-sent events over a plain socket: cheap enough to open a thousand. */
final class Sse implements AutoCloseable {
  private final Socket socket;
  private final BufferedReader in;
  final String head;

  /**
   * An event as it came.
   *
   * @param id what to go on after; empty when it has none
   */
  record Event(Optional<String> id, String type, Json.Obj data) {}

  private Sse(Socket socket, BufferedReader in, String head) {
    this.socket = socket;
    this.in = in;
    this.head = head;
  }

  static Sse open(URI uri, @Nullable String lastEventId, String... headers) throws IOException {
    Socket socket = new Socket(uri.getHost(), uri.getPort());
    socket.setSoTimeout(30_000);
    OutputStream out = socket.getOutputStream();
    String target = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    StringBuilder request =
        new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\n");
    if (lastEventId != null) {
      request.append("Last-Event-ID: ").append(lastEventId).append("\r\n");
    }
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    out.write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8), 1024);
    StringBuilder head = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      head.append(line).append('\n');
    }
    return new Sse(socket, in, head.toString());
  }

  int status() {
    return Integer.parseInt(head.split(" ", 3)[1]);
  }

  /** The next event; empty when the server ended the stream. Sizes of chunks are passed over. */
  Optional<Event> next() throws IOException {
    String id = null;
    String type = null;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("event: ")) {
        type = line.substring(7);
      } else if (line.startsWith("data: ") && type != null) {
        Json.Obj data = (Json.Obj) Json.parse(line.substring(6));
        return Optional.of(new Event(Optional.ofNullable(id), type, data));
      }
    }
    return Optional.empty();
  }

  /** Reads until an event of a type comes. */
  Event await(String type) throws IOException {
    while (true) {
      Event event = next().orElseThrow(() -> new AssertionError("ended before " + type));
      if (event.type().equals(type)) {
        return event;
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
