package io.factorial.dashboard.api;

import io.factorial.dashboard.access.Scope;
import io.factorial.dashboard.http.Call;
import io.factorial.dashboard.http.Fields;
import io.factorial.dashboard.http.Problem;
import io.factorial.dashboard.http.Response;
import io.factorial.dashboard.http.Route;
import io.factorial.error.StoreException;
import io.factorial.port.MetricsQuery;
import io.factorial.port.Operations;
import java.time.Duration;
import java.util.List;

/** Whether the process lives, and whether it can serve. */
final class HealthRoutes {
  private static final String NO_AGENT = "-";

  private final Operations operations;

  HealthRoutes(Operations operations) {
    this.operations = operations;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/health/live", HealthRoutes::live).scope(Scope.OPEN),
        Route.get("/health/ready", this::ready).scope(Scope.OPEN));
  }

  private static Response live(Call call) {
    return Response.ok(Fields.make().put("status", "live").end());
  }

  private Response ready(Call call) {
    if (operations.isClosing()) {
      throw Problem.of(503, "closing", "orchestrator: it hands back its tasks and ends");
    }
    try {
      // The cheapest read that every store answers.
      operations.store().metrics(new MetricsQuery(NO_AGENT, Duration.ZERO));
    } catch (StoreException unreachable) {
      throw Problem.of(503, "store_unavailable", "store: not reached");
    }
    return Response.ok(Fields.make().put("status", "ready").end());
  }
}
