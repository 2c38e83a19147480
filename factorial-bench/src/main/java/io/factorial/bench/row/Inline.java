package io.factorial.bench.row;

import io.factorial.Factorial;
import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.agent.Hooks;
import io.factorial.agent.Journal;
import io.factorial.bench.measure.Cpu;
import io.factorial.bench.measure.Goal;
import io.factorial.bench.process.ModelServer;
import io.factorial.bench.site.StubModel;
import io.factorial.bench.site.Work;
import io.factorial.openai.OpenAiConfig;
import io.factorial.openai.OpenAiModule;
import io.factorial.run.InlineRunner;
import io.factorial.run.RunResult;
import java.util.List;

/** What a model call costs beside the model: in this process, and over HTTP on loopback. */
final class Inline implements Benchmark {
  private static final String FAKE = "in-process model";
  private static final String TOOL = "in-process model, tool call";
  private static final String HTTP = "HTTP on loopback";
  private static final String BARE = "bare HttpClient and Jackson";
  private static final int TURNS = 100;

  @Override
  public String name() {
    return "inline";
  }

  @Override
  public String about() {
    return "overhead per model call, in-process fake model and loopback HTTP stub";
  }

  @Override
  public List<Goal> goals() {
    return List.of(
        Goal.atMost(FAKE, "us_per_call", 5), Goal.atMost(HTTP, "cpu_to_bare_client", 1.15));
  }

  @Override
  public void measure(Run run) throws Exception {
    int calls = run.of(20, 200_000, 1_000_000);
    int requests = run.of(10, 2_000, 10_000);
    try (InlineRunner fake = Factorial.inline(Factorial.llm(StubModel.quick(0)));
        InlineRunner tool = Factorial.inline(Factorial.llm(StubModel.quick(1)));
        ModelServer server = ModelServer.start(0)) {
      run.say("warming up");
      answers(fake, calls);
      tools(tool, calls / 10);
      http(server, requests);
      bare(server, requests);
      for (int round = 1; round <= run.rounds(); round++) {
        run.say(
            "round %d: %d calls in this process, %d over HTTP".formatted(round, calls, requests));
        add(run, FAKE, answers(fake, calls));
        add(run, TOOL, tools(tool, calls / 10));
        Took ours = http(server, requests);
        Took bare = bare(server, requests);
        add(run, HTTP, ours);
        add(run, BARE, bare);
        run.figures().add(HTTP, "cpu_to_bare_client", ours.cpuMicros() / bare.cpuMicros());
      }
    }
    run.note("in-process: runs of one turn, with events to a handler, on one thread");
  }

  /** What a number of calls took, per call. */
  record Took(double micros, double cpuMicros) {
    static Took since(long began, double cpu, int calls) {
      return new Took((System.nanoTime() - began) / 1e3 / calls, (Cpu.ownMicros() - cpu) / calls);
    }
  }

  private static void add(Run run, String subject, Took took) {
    run.figures().add(subject, "us_per_call", took.micros());
    run.figures().add(subject, "cpu_us_per_call", took.cpuMicros());
  }

  private static Took answers(InlineRunner runner, int calls) {
    Agent<String> agent =
        Agent.builder("inline").instructions("You answer.").model(StubModel.NAME).build();
    long[] heard = new long[1];
    double cpu = Cpu.ownMicros();
    long began = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      expect(runner.runInline(agent, AgentContext.of("question"), event -> heard[0]++));
    }
    Took took = Took.since(began, cpu, calls);
    if (heard[0] < calls * 3L) {
      throw new IllegalStateException("events: " + heard[0] + " (expected: several a call)");
    }
    return took;
  }

  private static Took tools(InlineRunner runner, int calls) {
    Work work = new Work(TURNS, 1, Journal.STEP, 0);
    Agent<String> agent = work.agent(new Hooks() {});
    int runs = Math.max(1, calls / TURNS);
    double cpu = Cpu.ownMicros();
    long began = System.nanoTime();
    for (int i = 0; i < runs; i++) {
      expect(runner.runInline(agent, work.context()));
    }
    return Took.since(began, cpu, runs * TURNS);
  }

  private static Took http(ModelServer server, int calls) {
    Agent<String> agent =
        Agent.builder("inline").instructions("You answer.").model("openai:stub").build();
    OpenAiConfig config = OpenAiConfig.builder().apiKey("none").baseUrl(server.url()).build();
    try (InlineRunner runner = Factorial.inline(new OpenAiModule(config))) {
      expect(runner.runInline(agent, AgentContext.of("question")));
      double cpu = Cpu.ownMicros();
      long began = System.nanoTime();
      for (int i = 0; i < calls; i++) {
        expect(runner.runInline(agent, AgentContext.of("question")));
      }
      return Took.since(began, cpu, calls);
    }
  }

  private static Took bare(ModelServer server, int calls) throws Exception {
    BareClient client = new BareClient(server.url());
    client.ask("You answer.", "question");
    double cpu = Cpu.ownMicros();
    long began = System.nanoTime();
    for (int i = 0; i < calls; i++) {
      if (client.ask("You answer.", "question").length() != 100) {
        throw new IllegalStateException("answer: cut (expected: 100 characters)");
      }
    }
    return Took.since(began, cpu, calls);
  }

  private static void expect(RunResult<String> result) {
    if (!(result instanceof RunResult.Completed<String>)) {
      throw new IllegalStateException("run: " + result + " (expected: completed)");
    }
  }
}
