package io.factorial.dashboard.api;

import io.factorial.dashboard.access.Scope;
import io.factorial.dashboard.http.Response;
import io.factorial.dashboard.http.Route;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** The description of the control plane. */
final class OpenApiRoutes {
  private static final String FILE = "/io/factorial/dashboard/openapi.json";

  List<Route> routes() {
    return List.of(Route.get("/api/v1/openapi.json", call -> document()).scope(Scope.OPEN));
  }

  private static Response document() throws IOException {
    try (InputStream stream = OpenApiRoutes.class.getResourceAsStream(FILE)) {
      if (stream == null) {
        throw new IllegalStateException("jar without " + FILE);
      }
      return Response.of(200, "application/json", stream.readAllBytes());
    }
  }
}
