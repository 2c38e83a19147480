package io.factorial.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a server. Asked to, it lets the next script through, swallows the
 * answer to it, and breaks the connection.
 */
final class CuttingProxy implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final int serverPort;
  private final ServerSocket entrance;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final AtomicBoolean armed = new AtomicBoolean();
  private final AtomicInteger cuts = new AtomicInteger();

  CuttingProxy(int serverPort) throws IOException {
    this.serverPort = serverPort;
    entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    var unused = Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return entrance.getLocalPort();
  }

  /** Cuts the connection at the answer to the next script. */
  void cutNextScript() {
    armed.set(true);
  }

  /** How many answers were swallowed. */
  int cuts() {
    return cuts.get();
  }

  private void accept() {
    try {
      while (true) {
        Link link =
            new Link(entrance.accept(), new Socket(InetAddress.getLoopbackAddress(), serverPort));
        Thread.ofVirtual().start(link::requests);
        Thread.ofVirtual().start(link::answers);
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  /** One connection of the client, and its connection to the server. */
  private final class Link {
    private final Socket client;
    private final Socket server;
    private final AtomicBoolean doomed = new AtomicBoolean();

    Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
      open.add(client);
      open.add(server);
    }

    void requests() {
      byte[] buffer = new byte[BUFFER];
      try (InputStream in = client.getInputStream();
          OutputStream out = server.getOutputStream()) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          boolean script = new String(buffer, 0, n, StandardCharsets.ISO_8859_1).contains("EVAL");
          if (script && armed.compareAndSet(true, false)) {
            doomed.set(true);
          }
          out.write(buffer, 0, n);
          out.flush();
        }
      } catch (IOException closed) {
        cut();
      }
    }

    void answers() {
      byte[] buffer = new byte[BUFFER];
      try (InputStream in = server.getInputStream();
          OutputStream out = client.getOutputStream()) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          if (doomed.get()) {
            cuts.incrementAndGet();
            cut();
            return;
          }
          out.write(buffer, 0, n);
          out.flush();
        }
      } catch (IOException closed) {
        cut();
      }
    }

    private void cut() {
      closeQuietly(client);
      closeQuietly(server);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException closed) {
      // It is closed.
    }
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    open.forEach(CuttingProxy::closeQuietly);
  }
}
