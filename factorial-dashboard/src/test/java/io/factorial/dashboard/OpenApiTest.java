package io.factorial.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.factorial.dashboard.http.Route;
import io.factorial.json.Json;
import io.factorial.testkit.ScriptedLlm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The document says what the routes do. */
final class OpenApiTest {
  private final ScriptedLlm llm = ScriptedLlm.script().say("Paris.");

  @Test
  void theDocumentAndTheReferenceNameEveryRouteAndNoOther() throws Exception {
    try (Plane plane = Plane.open(llm, Plane.agent("desk"))) {
      Json.Obj paths = object(plane.get("/api/v1/openapi.json").body(), "paths");
      TreeSet<String> described = new TreeSet<>();
      paths
          .fields()
          .forEach(
              (path, operations) ->
                  ((Json.Obj) operations)
                      .fields()
                      .forEach(
                          (method, operation) ->
                              described.add(
                                  method.toUpperCase(Locale.ROOT)
                                      + " "
                                      + path
                                      + " "
                                      + ((Json.Obj) operation).text("x-scope").orElse(""))));
      TreeSet<String> routes = new TreeSet<>();
      for (Route route : plane.dashboard.routes()) {
        String scope = route.scope().name().toLowerCase(Locale.ROOT);
        routes.add(route.method() + " " + route.template() + " " + scope);
      }
      assertThat(described).isEqualTo(routes).hasSizeGreaterThan(30);
      String reference = Files.readString(Path.of("../docs/reference/http-api.md"));
      for (Route route : plane.dashboard.routes()) {
        String scope = route.scope().name().toLowerCase(Locale.ROOT);
        assertThat(reference)
            .contains("| `" + route.method() + " " + route.template() + "` | " + scope + " |");
      }
    }
  }

  @Test
  void realAnswersFitTheirSchemas() throws Exception {
    try (Plane plane = Plane.open(llm, Plane.agent("desk"))) {
      Json.Obj document = plane.get("/api/v1/openapi.json").body();
      Plane.Answer created =
          plane.post("/api/v1/tasks", "{\"agent\":\"desk\",\"owner\":\"alice\",\"query\":\"x\"}");
      String task = "/api/v1/tasks/" + created.text("id");
      plane.get(task + "/result?wait_seconds=10");
      plane.call("PUT", "/api/v1/limits/owners/alice", "{\"weight\":2,\"max_tasks\":3}");

      fits(document, "TaskDetails", created);
      fits(document, "TaskDetails", plane.get(task));
      fits(document, "TaskPage", plane.get("/api/v1/tasks"));
      fits(document, "TaskPage", plane.get(task + "/children"));
      fits(document, "MessagePage", plane.get(task + "/messages"));
      fits(document, "Steps", plane.get(task + "/steps"));
      fits(document, "Result", plane.get(task + "/result"));
      fits(document, "Overview", plane.get("/api/v1/overview"));
      fits(document, "Agents", plane.get("/api/v1/agents"));
      fits(document, "Workers", plane.get("/api/v1/workers"));
      fits(document, "Timeline", plane.get("/api/v1/metrics-timeline?span=24h"));
      fits(document, "WaitPage", plane.get("/api/v1/waits"));
      fits(document, "Limits", plane.get("/api/v1/limits"));
      fits(document, "Session", plane.get("/api/v1/session"));
      fits(document, "Audit", plane.get("/api/v1/audit"));
      fits(document, "Health", plane.get("/health/ready"));
      fits(document, "Problem", plane.get("/api/v1/tasks/none"));
    }
  }

  private static void fits(Json.Obj document, String name, Plane.Answer answer) {
    Json.Obj schema =
        Json.Obj.of(
            "$ref", "#/components/schemas/" + name, "components", object(document, "components"));
    Schema compiled =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(schema.text(), InputFormat.JSON);
    assertThat(List.copyOf(compiled.validate(answer.body().text(), InputFormat.JSON)))
        .as(name + ": " + answer.body().text())
        .isEmpty();
  }

  private static Json.Obj object(Json.Obj of, String field) {
    return (Json.Obj) of.get(field).orElseThrow();
  }
}
