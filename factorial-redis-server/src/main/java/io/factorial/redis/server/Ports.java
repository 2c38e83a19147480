package io.factorial.redis.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free ports of loopback. A server of a cluster also listens 10,000 above its port, and both stay
 * below those that the system gives out by itself.
 */
final class Ports {
  private static final int FIRST = 20_000;
  private static final int END = 22_700;
  private static final int BUS = 10_000;
  private static final int TRIES = 200;

  private Ports() {}

  /** A port that was free a moment ago, drawn by chance so that processes seldom meet. */
  static int free() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (isFree(port) && isFree(port + BUS)) {
        return port;
      }
    }
    throw new LocalRedisException(
        "no free port: " + TRIES + " tries from " + FIRST + " to " + (END - 1), null);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
