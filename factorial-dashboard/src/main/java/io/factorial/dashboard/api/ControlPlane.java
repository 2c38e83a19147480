package io.factorial.dashboard.api;

import io.factorial.dashboard.access.Audit;
import io.factorial.dashboard.access.Caller;
import io.factorial.dashboard.access.Gate;
import io.factorial.dashboard.http.Call;
import io.factorial.dashboard.http.HttpServer;
import io.factorial.dashboard.http.Request;
import io.factorial.dashboard.http.Response;
import io.factorial.dashboard.http.Route;
import io.factorial.dashboard.http.Router;
import io.factorial.dashboard.pages.StaticPages;
import io.factorial.dashboard.stream.EventStreams;
import io.factorial.orchestrator.ObservabilityConfig;
import io.factorial.port.Operations;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * Answers every request: finds the route, asks the gate, lets the resource answer, writes down what
 * was done. Thread-safe.
 */
public final class ControlPlane implements HttpServer.Site, AutoCloseable {
  private static final String API_POLICY = "default-src 'none'; frame-ancestors 'none'";

  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final Duration STALL = Duration.ofSeconds(20);

  private final Gate gate;
  private final Audit audit;
  private final StaticPages pages = new StaticPages();
  private final EventStreams streams;
  private final Router router;

  /**
   * Makes a control plane.
   *
   * @param config who may call
   * @param operations what may be done
   * @param clock tells the time
   * @param port the port in use
   */
  public ControlPlane(
      ObservabilityConfig config, Operations operations, InstantSource clock, IntSupplier port) {
    this.gate = new Gate(config, clock, port);
    this.audit = new Audit(clock);
    this.streams = new EventStreams(operations.orchestrator(), HEARTBEAT, STALL);
    this.router = new Router(routes(config, operations, clock));
  }

  private List<Route> routes(
      ObservabilityConfig config, Operations operations, InstantSource clock) {
    Fleets fleets = new Fleets(operations, clock);
    List<Route> routes = new ArrayList<>();
    routes.addAll(new SessionRoutes(config, gate, audit).routes());
    routes.addAll(new OverviewRoutes(operations, fleets, clock).routes());
    routes.addAll(new TaskRoutes(operations, clock).routes());
    routes.addAll(new StepRoutes(operations, clock).routes());
    routes.addAll(new BulkRoutes(operations).routes());
    routes.addAll(new TaskChanges(operations, clock).routes());
    routes.addAll(new BatchRoutes(operations).routes());
    routes.addAll(new WaitRoutes(operations, clock).routes());
    routes.addAll(new LimitRoutes(operations, clock).routes());
    routes.addAll(new EventRoutes(operations, streams).routes());
    routes.addAll(new MetricsRoutes(operations, fleets, clock, streams::size).routes());
    routes.addAll(new HealthRoutes(operations).routes());
    routes.addAll(new OpenApiRoutes().routes());
    return routes;
  }

  /**
   * All routes but those of the pages.
   *
   * @return in order
   */
  public List<Route> routes() {
    return router.routes();
  }

  @Override
  public Response answer(Request request) {
    Response response;
    try {
      gate.checkHost(request);
      response = StaticPages.owns(request.path()) ? pages.answer(request) : called(request);
    } catch (Exception fault) {
      response = Faults.problem(fault).response(request.path().raw());
    }
    gate.expose(request, response);
    return secured(response);
  }

  private Response called(Request request) throws Exception {
    if (request.method().equals("OPTIONS")) {
      return gate.preflight(request);
    }
    Router.Match match = router.find(request.method(), request.path());
    Route route = match.route();
    if (!request.changes()) {
      Caller caller = gate.admit(request, route.scope());
      return route.handler().answer(new Call(request, match.parameters(), caller));
    }
    return audited(request, match);
  }

  private Response audited(Request request, Router.Match match) throws Exception {
    String action = request.method() + " " + match.route().template();
    String name = gate.identify(request).map(Caller::name).orElse("unknown");
    try {
      Caller caller = gate.admit(request, match.route().scope());
      Response response =
          match.route().handler().answer(new Call(request, match.parameters(), caller));
      audit.note(name, request.remote(), action, match.parameters(), response.status());
      return response;
    } catch (Exception fault) {
      int status = Faults.problem(fault).status();
      audit.note(name, request.remote(), action, match.parameters(), status);
      throw fault;
    }
  }

  private static Response secured(Response response) {
    Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Content-Security-Policy", API_POLICY,
            "Cache-Control", "no-store")
        .forEach(response::headerIfAbsent);
    return response;
  }

  /** Ends the streams that are open. */
  @Override
  public void close() {
    streams.close();
  }
}
