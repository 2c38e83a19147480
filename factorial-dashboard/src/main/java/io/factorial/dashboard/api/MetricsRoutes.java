package io.factorial.dashboard.api;

import io.factorial.dashboard.access.Scope;
import io.factorial.dashboard.http.Call;
import io.factorial.dashboard.http.Response;
import io.factorial.dashboard.http.Route;
import io.factorial.port.Fleet;
import io.factorial.port.Operations;
import io.factorial.task.TaskStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/** What a Prometheus server collects. Labels name agents and statuses, never owners or texts. */
final class MetricsRoutes {
  private final Operations operations;
  private final Fleets fleets;
  private final InstantSource clock;
  private final IntSupplier streams;
  private final Totals totals;

  MetricsRoutes(Operations operations, Fleets fleets, InstantSource clock, IntSupplier streams) {
    this.operations = operations;
    this.fleets = fleets;
    this.clock = clock;
    this.streams = streams;
    this.totals = new Totals(operations);
  }

  List<Route> routes() {
    return List.of(Route.get("/metrics", this::metrics).scope(Scope.FLEET_READ));
  }

  private Response metrics(Call call) {
    PrometheusText text = new PrometheusText();
    fleet(text, fleets.now(), clock.instant());
    totals.read().write(text);
    text.gauge("factorial_event_streams", "Streams of events that are open in this process");
    text.sample(Map.of(), streams.getAsInt());
    return Response.of(
        200,
        "text/plain; version=0.0.4; charset=utf-8",
        text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void fleet(PrometheusText text, Fleet fleet, Instant now) {
    text.gauge("factorial_tasks", "Tasks by agent and status");
    for (Fleet.QueueRow queue : fleet.queues()) {
      for (TaskStatus status : TaskStatus.values()) {
        text.sample(
            Map.of("agent", queue.agent(), "status", status.name()),
            queue.counts().getOrDefault(status, 0L));
      }
    }
    Workforce workforce = Workforce.of(fleet, now);
    text.gauge("factorial_workers", "Workers by state");
    text.sample(Map.of("state", "alive"), workforce.alive());
    text.sample(Map.of("state", "silent"), workforce.silent().size());
    text.gauge("factorial_slots", "Slots of the workers that live");
    text.sample(Map.of("state", "total"), workforce.slots());
    text.sample(Map.of("state", "used"), workforce.used());
    text.gauge("factorial_models_paused", "Models that take no calls now");
    text.sample(Map.of(), operations.models().pauses().size());
    text.gauge("factorial_parked_with_nothing_open", "Tasks that nothing could wake; always 0");
    text.sample(Map.of(), fleet.parkedWithNothingOpen());
  }
}
