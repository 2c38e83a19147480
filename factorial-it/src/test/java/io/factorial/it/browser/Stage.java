package io.factorial.it.browser;

import com.google.inject.Module;
import io.factorial.Factorial;
import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.dashboard.DashboardModule;
import io.factorial.orchestrator.AccessToken;
import io.factorial.orchestrator.AgentWorkerConfig;
import io.factorial.orchestrator.ObservabilityConfig;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.run.RunContext;
import io.factorial.task.TaskHandle;
import io.factorial.tool.FunctionTool;
import io.factorial.tool.Param;
import io.factorial.tool.ToolContext;
import io.factorial.tool.ToolResult;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A running orchestrator with its dashboard, one agent for all stories, and three tokens. */
final class Stage implements AutoCloseable {
  /** Text that would run if a page took it for markup. */
  static final String EVIL =
      "<img src=x onerror=\"document.title='owned'\"><script>owned()</script>";

  static final String OPERATOR = "secret-of-the-operator";
  static final String READER = "secret-of-the-reader";
  static final String TENANT = "secret-of-the-tenant";

  private static final AgentWorkerConfig WORKERS =
      AgentWorkerConfig.builder().workers(8).shutdownGrace(Duration.ofMillis(200)).build();

  private final StageModel model = new StageModel();
  private final DashboardModule dashboard;
  private final Orchestrator orchestrator;
  private final Agent<String> helper;

  private Stage(Module store, ObservabilityConfig config) {
    Agent<String> friend = Agent.builder("friend").model("stage:model").build();
    this.helper =
        Agent.builder("helper")
            .description("Helps with everything")
            .instructions("You help.")
            .model("stage:model")
            .tools(
                List.of(
                    FunctionTool.of("curtain", "Wait", Nothing.class, (none, ctx) -> curtain(ctx)),
                    FunctionTool.of("look", "Look out", City.class, (city, ctx) -> look(ctx)),
                    FunctionTool.of("refund", "Refund an order", Refund.class, Stage::refund)
                        .needsApproval(),
                    FunctionTool.of(
                        "document",
                        "Get a document",
                        Document.class,
                        (document, ctx) -> ToolResult.pending(Duration.ofHours(1))),
                    FunctionTool.agent(friend)))
            .maxTurns(12)
            .build();
    this.dashboard = new DashboardModule(config);
    this.orchestrator = Factorial.orchestrator(store, Factorial.llm(model), dashboard);
    orchestrator.registerRunner(helper, WORKERS);
    orchestrator.registerRunner(friend, WORKERS);
    orchestrator.start();
  }

  record Nothing() {}

  record City(@Param("City name") String city) {}

  record Refund(@Param("Order number") String order, @Param("Amount") BigDecimal amount) {}

  record Document(@Param("Name of the document") String name) {}

  /** What {@link #look} publishes. */
  record Seen(String what) {}

  private static String look(RunContext ctx) {
    ctx.publish("looked_out", new Seen(EVIL));
    return EVIL;
  }

  private String curtain(RunContext ctx) throws InterruptedException {
    model.awaitBeginning(ctx.query());
    return "the curtain is up";
  }

  private static String refund(Refund refund, ToolContext ctx) {
    return "refunded " + refund.amount().toPlainString() + " of " + refund.order();
  }

  /** Whoever reaches it may do everything. */
  static Stage open(Module store) {
    return new Stage(store, config().build());
  }

  /** Only with a token. */
  static Stage guarded(Module store) {
    return new Stage(
        store,
        config()
            .tokens(
                List.of(
                    new AccessToken("ops", OPERATOR, Set.of("read", "operate")),
                    new AccessToken("guest", READER, Set.of("read")),
                    new AccessToken("acme", TENANT, Set.of("read", "operate", "owner:acme"))))
            .build());
  }

  private static ObservabilityConfig.Builder config() {
    return ObservabilityConfig.builder().port(0).dashboardName("Stage");
  }

  TaskHandle<String> enqueue(String owner, String query) {
    return orchestrator.enqueue(helper, owner, AgentContext.of(query));
  }

  StageModel model() {
    return model;
  }

  String page(String path) {
    URI address = dashboard.address().orElseThrow();
    return address.resolve("/observability" + path).toString();
  }

  @Override
  public void close() {
    orchestrator.close();
  }
}
