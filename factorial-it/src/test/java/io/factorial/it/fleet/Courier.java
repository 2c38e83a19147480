package io.factorial.it.fleet;

import io.factorial.agent.Agent;
import io.factorial.llm.ModelSettings;
import io.factorial.openai.OpenAiConfig;
import io.factorial.openai.OpenAiEndpoint;
import io.factorial.openai.OpenAiModule;
import io.factorial.tool.Replay;
import io.factorial.tool.Tool;
import io.factorial.tool.ToolContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;

/** The agents of the fleet. Their tools have effects in a {@link Ledger}, or on their process. */
final class Courier {
  static final String NAME = "courier";
  static final String POISON = "poison";
  static final String HANGING = "hanging";
  private static final String MODEL = "ledger:scripted";

  private static final long PID = ProcessHandle.current().pid();

  private final String ledger;
  private final HttpClient http = HttpClient.newHttpClient();

  Courier(String ledger) {
    this.ledger = ledger;
  }

  OpenAiModule model() {
    OpenAiEndpoint endpoint =
        OpenAiEndpoint.of(ledger + "/v1").withHeader("X-Worker", Long.toString(PID));
    return new OpenAiModule(OpenAiConfig.builder().provider("ledger", endpoint).build());
  }

  Agent<String> agent(String name) {
    Object tools =
        switch (name) {
          case POISON -> new Poison();
          case HANGING -> new Hanging();
          default -> new Effects();
        };
    return Agent.builder(name)
        .model(MODEL)
        .modelSettings(ModelSettings.builder().stream(false).build())
        .tools(tools)
        .build();
  }

  /** One that is only named, to enqueue tasks for it. */
  static Agent<String> named(String name) {
    return Agent.builder(name).model(MODEL).build();
  }

  private void tell(int step, String tool, ToolContext ctx)
      throws IOException, InterruptedException {
    String said =
        String.join(
            "\n",
            Long.toString(PID),
            ctx.query(),
            Integer.toString(step),
            tool,
            ctx.idempotencyKey());
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(ledger + "/effects"))
            .POST(HttpRequest.BodyPublishers.ofString(said))
            .build();
    HttpResponse<Void> response = http.send(request, HttpResponse.BodyHandlers.discarding());
    if (response.statusCode() != 200) {
      throw new IOException("ledger: status " + response.statusCode());
    }
  }

  final class Effects {
    @Tool("Deliver a parcel")
    String deliver(int step, ToolContext ctx) throws IOException, InterruptedException {
      tell(step, "deliver", ctx);
      return "delivered " + step;
    }

    @Tool(value = "Charge the customer", replay = Replay.NEVER)
    String charge(int step, ToolContext ctx) throws IOException, InterruptedException {
      tell(step, "charge", ctx);
      return "charged " + step;
    }
  }

  /** Kills the process that calls it. */
  static final class Poison {
    @Tool("Deliver a parcel")
    String deliver(int step) {
      Runtime.getRuntime().halt(9);
      return "unreachable";
    }

    @Tool("Charge the customer")
    String charge(int step) {
      return deliver(step);
    }
  }

  /** Never answers. */
  final class Hanging {
    @Tool("Deliver a parcel")
    String deliver(int step, ToolContext ctx) throws IOException, InterruptedException {
      tell(step, "deliver", ctx);
      new CountDownLatch(1).await();
      return "unreachable";
    }

    @Tool("Charge the customer")
    String charge(int step) {
      return "charged " + step;
    }
  }
}
