package io.factorial.dashboard;

import com.google.inject.Module;
import io.factorial.Factorial;
import io.factorial.agent.Agent;
import io.factorial.inmemory.InMemoryModule;
import io.factorial.json.Json;
import io.factorial.orchestrator.AccessToken;
import io.factorial.orchestrator.AgentWorkerConfig;
import io.factorial.orchestrator.ObservabilityConfig;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.testkit.ScriptedLlm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** An orchestrator with its dashboard on a free port, and who calls it. */
final class Plane implements AutoCloseable {
  static final AgentWorkerConfig WORKERS =
      AgentWorkerConfig.builder().shutdownGrace(Duration.ofMillis(200)).build();

  final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  final Orchestrator orchestrator;
  final DashboardModule dashboard;

  private Plane(ObservabilityConfig config, ScriptedLlm llm, Module store, List<Agent<?>> agents) {
    this.dashboard = new DashboardModule(config);
    this.orchestrator = Factorial.orchestrator(store, Factorial.llm(llm), dashboard);
    agents.forEach(agent -> orchestrator.registerRunner(agent, WORKERS));
    orchestrator.start();
  }

  /** Without tokens: whoever reaches it may do everything. */
  static Plane open(ScriptedLlm llm, Agent<?>... agents) {
    return of(config().build(), llm, agents);
  }

  static Plane of(ObservabilityConfig config, ScriptedLlm llm, Agent<?>... agents) {
    return new Plane(config, llm, new InMemoryModule(), List.of(agents));
  }

  static ObservabilityConfig.Builder config() {
    return ObservabilityConfig.builder().port(0);
  }

  static AccessToken token(String secret, String... scopes) {
    return new AccessToken("token " + secret, secret, Set.of(scopes));
  }

  static Agent<String> agent(String name) {
    return Agent.builder(name).model("scripted:model").build();
  }

  URI uri(String path) {
    return dashboard.address().orElseThrow().resolve(path);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  Answer get(String path) throws IOException, InterruptedException {
    return Answer.of(send(request(path)));
  }

  Answer call(String method, String path, String body) throws IOException, InterruptedException {
    return Answer.of(
        send(
            request(path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))));
  }

  Answer post(String path, String body) throws IOException, InterruptedException {
    return call("POST", path, body);
  }

  /** A response whose body is JSON. */
  record Answer(int status, Json.Obj body, HttpResponse<String> response) {
    static Answer of(HttpResponse<String> response) {
      Json.Obj body =
          response.body().isEmpty() || !(Json.parse(response.body()) instanceof Json.Obj object)
              ? Json.Obj.of()
              : object;
      return new Answer(response.statusCode(), body, response);
    }

    String text(String name) {
      return body.text(name).orElseThrow(() -> new AssertionError(name + " in " + body.text()));
    }

    List<Json.Obj> list(String name) {
      Json.Arr items = (Json.Arr) body.get(name).orElseThrow();
      return items.items().stream().map(Json.Obj.class::cast).toList();
    }
  }

  @Override
  public void close() {
    orchestrator.close();
    http.close();
  }
}
