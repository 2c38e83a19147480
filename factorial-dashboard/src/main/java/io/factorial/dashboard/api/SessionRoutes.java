package io.factorial.dashboard.api;

import io.factorial.dashboard.access.Audit;
import io.factorial.dashboard.access.Caller;
import io.factorial.dashboard.access.Gate;
import io.factorial.dashboard.access.Scope;
import io.factorial.dashboard.access.Sessions;
import io.factorial.dashboard.http.Call;
import io.factorial.dashboard.http.Fields;
import io.factorial.dashboard.http.Response;
import io.factorial.dashboard.http.Route;
import io.factorial.json.Json;
import io.factorial.orchestrator.ObservabilityConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who is logged in; and what was done. */
final class SessionRoutes {
  private final ObservabilityConfig config;
  private final Gate gate;
  private final Audit audit;

  SessionRoutes(ObservabilityConfig config, Gate gate, Audit audit) {
    this.config = config;
    this.gate = gate;
    this.audit = audit;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/session", this::session).scope(Scope.OPEN),
        Route.change("POST", "/api/v1/session", this::login).scope(Scope.OPEN),
        Route.change("DELETE", "/api/v1/session", this::logout).scope(Scope.OPEN),
        Route.get("/api/v1/audit", this::audit).scope(Scope.FLEET_READ));
  }

  private Response session(Call call) {
    return Response.ok(shown(gate.identify(call.request())));
  }

  private Response login(Call call) throws IOException {
    String token = call.input().only("token").required("token");
    Gate.Login login = gate.login(call.request(), token);
    return Response.ok(shown(Optional.of(login.caller()))).header("Set-Cookie", login.cookie());
  }

  private Response logout(Call call) {
    return Response.empty(204).header("Set-Cookie", gate.logout(call.request()));
  }

  /** Who nobody knows learns what the login page shows. */
  private Json.Obj shown(Optional<Caller> caller) {
    Fields fields =
        Fields.make()
            .put("auth_required", gate.isLocked())
            .put("dashboard_name", config.dashboardName())
            .put("authenticated", caller.isPresent());
    caller.ifPresent(
        known -> {
          fields
              .put("name", known.name())
              .put("scopes", scopes(known))
              .maybe("owner", known.owner());
          fields.maybe("csrf", known.session().map(Sessions.Session::csrf));
          fields.put("version", version());
        });
    return fields.end();
  }

  private static Json.Arr scopes(Caller caller) {
    List<Json> scopes = new ArrayList<>(List.of(new Json.Str("read")));
    if (caller.operates()) {
      scopes.add(new Json.Str("operate"));
    }
    return new Json.Arr(scopes);
  }

  private static String version() {
    String version = SessionRoutes.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private Response audit(Call call) {
    return Response.ok(
        Fields.make().put("entries", Fields.list(audit.last(), SessionRoutes::entry)).end());
  }

  private static Json.Obj entry(Audit.Entry entry) {
    return Fields.make()
        .put("at", entry.at())
        .put("caller", entry.caller())
        .put("remote", entry.remote())
        .put("action", entry.action())
        .put("subject", Json.of(entry.subject()))
        .put("status", entry.status())
        .end();
  }
}
