package io.factorial.examples.weather;

import com.google.inject.Module;
import io.factorial.Factorial;
import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.inmemory.InMemoryModule;
import io.factorial.openai.OpenAiModule;
import io.factorial.tool.Param;
import io.factorial.tool.Tool;
import java.time.Duration;

/** Asks an agent about the weather: in this thread, then through a queue. */
public final class WeatherExample {
  private WeatherExample() {}

  static final class Weather {
    @Tool("Get the current weather for a city")
    String getWeather(@Param("City name") String city) {
      return "21 degrees and sunny in " + city;
    }
  }

  static final Agent<String> AGENT =
      Agent.builder("weather")
          .instructions("You help users get weather information.")
          .model("openai:gpt-4.1")
          .tools(new Weather())
          .maxTurns(10)
          .build();

  /**
   * Runs the example.
   *
   * @param args none
   * @throws InterruptedException when interrupted
   */
  public static void main(String[] args) throws InterruptedException {
    System.out.println("inline: " + inline(new OpenAiModule(), "Weather in Paris?"));
    System.out.println("queued: " + queued(new OpenAiModule(), "Weather in Rome?"));
  }

  static String inline(Module model, String question) {
    try (var factorial = Factorial.inline(model)) {
      return factorial.runInline(AGENT, AgentContext.of(question)).output();
    }
  }

  static String queued(Module model, String question) throws InterruptedException {
    try (var orchestrator = Factorial.orchestrator(new InMemoryModule(), model)) {
      orchestrator.registerRunner(AGENT);
      orchestrator.start();
      var task = orchestrator.enqueue(AGENT, "user123", AgentContext.of(question));
      return task.await(Duration.ofMinutes(2)).output();
    }
  }
}
