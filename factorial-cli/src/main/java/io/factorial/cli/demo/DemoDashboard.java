package io.factorial.cli.demo;

import io.factorial.dashboard.DashboardModule;
import io.factorial.orchestrator.ObservabilityConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The dashboard that opens with the demo, on this machine only. */
final class DemoDashboard {
  private static final int USUAL_PORT = 8080;
  private static final int TRIES = 20;

  private final boolean asked;
  private final DashboardModule module;

  /**
   * Chooses the port.
   *
   * @param port the port that was asked for; null for the usual one, or the next that is free
   */
  DemoDashboard(@Nullable Integer port) {
    this.asked = port != null;
    this.module =
        new DashboardModule(
            ObservabilityConfig.builder()
                .port(port == null ? freePort() : port)
                .dashboardName("Factorial demo")
                .build());
  }

  private static int freePort() {
    for (int port = USUAL_PORT; port < USUAL_PORT + TRIES; port++) {
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return free.getLocalPort();
      } catch (IOException taken) {
        // The next one, then.
      }
    }
    return 0;
  }

  DashboardModule module() {
    return module;
  }

  URI address() {
    return module
        .address()
        .orElseThrow(() -> new IllegalStateException("dashboard: asked before it started"));
  }

  String told() {
    boolean moved = !asked && address().getPort() != USUAL_PORT;
    return "The dashboard is at "
        + address()
        + (moved ? " (port " + USUAL_PORT + " is taken)" : "");
  }
}
