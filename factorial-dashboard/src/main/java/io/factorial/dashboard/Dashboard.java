package io.factorial.dashboard;

import io.factorial.dashboard.api.ControlPlane;
import io.factorial.dashboard.http.HttpServer;
import io.factorial.dashboard.http.Route;
import io.factorial.dashboard.pages.StaticPages;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.orchestrator.ObservabilityConfig;
import io.factorial.port.Extension;
import io.factorial.port.Operations;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The control plane and the server that carries it. Started once. */
final class Dashboard implements Extension {
  private static final Logger log = LoggerFactory.getLogger(Dashboard.class);

  private final ObservabilityConfig config;
  private volatile @Nullable ControlPlane plane;
  private volatile @Nullable HttpServer server;
  private volatile @Nullable URI address;

  Dashboard(ObservabilityConfig config) {
    this.config = config;
  }

  @Override
  public void start(Operations operations) {
    if (plane != null) {
      throw new InvalidDefinitionException(
          "DashboardModule: started already (expected: a new one for each orchestrator)");
    }
    ControlPlane made = new ControlPlane(config, operations, InstantSource.system(), this::port);
    HttpServer listening = new HttpServer(config.host(), config.port(), made);
    plane = made;
    server = listening;
    listening.start();
    address =
        URI.create(
            "http://" + shown(config.host()) + ":" + listening.port() + "/" + StaticPages.ROOT);
    log.atInfo()
        .addKeyValue("address", address)
        .addKeyValue("tokens", config.tokens().size())
        .log("dashboard started");
  }

  /** An address to bind to may be one that nobody can call. */
  private static String shown(String host) {
    return switch (host) {
      case "0.0.0.0" -> "127.0.0.1";
      case "::" -> "[::1]";
      default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    };
  }

  private int port() {
    HttpServer listening = server;
    return listening == null ? config.port() : listening.port();
  }

  List<Route> routes() {
    ControlPlane started = plane;
    return started == null ? List.of() : started.routes();
  }

  Optional<URI> address() {
    return Optional.ofNullable(address);
  }

  @Override
  public void close() {
    ControlPlane ending = plane;
    if (ending != null) {
      ending.close();
    }
    HttpServer listening = server;
    if (listening != null) {
      listening.close();
    }
  }
}
