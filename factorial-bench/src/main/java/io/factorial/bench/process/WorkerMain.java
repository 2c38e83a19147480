package io.factorial.bench.process;

import io.factorial.agent.Agent;
import io.factorial.agent.Journal;
import io.factorial.bench.site.Drain;
import io.factorial.bench.site.Ends;
import io.factorial.bench.site.RedisServers;
import io.factorial.bench.site.Site;
import io.factorial.bench.site.Station;
import io.factorial.bench.site.StubModel;
import io.factorial.bench.site.TellingModel;
import io.factorial.bench.site.Work;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The main class of a {@link WorkerProcess}. Ends with its input. */
public final class WorkerMain {
  private static final int UNBOUNDED = Integer.MAX_VALUE;
  private static final long TOLD_EVERY_MILLIS = 10;

  private WorkerMain() {}

  /**
   * Works.
   *
   * @param arguments as {@link WorkerOptions} gives them
   * @throws Exception when it cannot
   */
  public static void main(String[] arguments) throws Exception {
    WorkerOptions options = WorkerOptions.parse(arguments);
    BufferedReader told =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (Site site = site(options)) {
      if (options.warmTasks() > 0) {
        new Drain(site, Work.usual(), 16, options.slots())
            .run(options.warmTasks(), StubModel.quick(1));
      }
      say("ready");
      if (told.readLine() == null) {
        return;
      }
      work(site, options, told);
    }
  }

  private static Site site(WorkerOptions options) {
    return options.address().isEmpty()
        ? Site.memory()
        : Site.of(RedisServers.find(options.address()));
  }

  private static void work(Site site, WorkerOptions options, BufferedReader told) throws Exception {
    Ends ends = new Ends(UNBOUNDED);
    Agent<String> agent = new Work(options.turns(), 1, Journal.STEP, 0).agent(ends);
    boolean telling = options.thinkMillis() > 0;
    StubModel stub = new StubModel(1, Duration.ofMillis(options.thinkMillis()));
    try (Station station =
        Station.open(
            site.module(options.namespace()),
            telling ? new TellingModel(stub, WorkerMain::say) : stub)) {
      station.orchestrator().registerRunner(agent, options.config());
      station.orchestrator().start();
      say("begun");
      Thread counting = Thread.ofVirtual().start(() -> count(ends));
      while (told.readLine() != null) {
        // Only its end matters now.
      }
      counting.interrupt();
    }
  }

  private static void count(Ends ends) {
    int last = 0;
    try {
      while (true) {
        Thread.sleep(TOLD_EVERY_MILLIS);
        if (ends.ended() != last) {
          last = ends.ended();
          say("ended " + last);
        }
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
