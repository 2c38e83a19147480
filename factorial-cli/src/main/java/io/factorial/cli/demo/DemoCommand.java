package io.factorial.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.factorial.cli.model.CommandModel;
import io.factorial.cli.scripted.Pace;
import io.factorial.cli.store.OpenStore;
import io.factorial.cli.store.StoreOptions;
import io.factorial.cli.terminal.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code factorial demo}: tasks of several owners, run at once by an orchestrator in one process,
 * in memory or on Redis.
 */
@Command(
    name = "demo",
    description = {
      "Shows tasks of several owners, run at once.",
      "%nSix tasks of three owners: agents with real tools on real files, one task steered, one"
          + " cancelled, one turn that fails and is tried again. Unless --model is given, a server"
          + " inside the demo plays the model, by a script, over real HTTP. The tasks are"
          + " kept in memory unless a Redis is named.%n"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:every task ended as expected", "1:some did not", "2:not understood"},
    footer =
        "%nKeys come from the environment: OPENAI_API_KEY for openai:, ANTHROPIC_API_KEY for"
            + " anthropic:, and so on. NO_COLOR turns colours off, FACTORIAL_LOG=debug shows what"
            + " happens inside.")
public final class DemoCommand implements Callable<Integer> {

  private static final Logger log = LoggerFactory.getLogger(DemoCommand.class);

  private static final List<String> NEXT =
      List.of(
          "",
          "What to try next:",
          "  ./factorial demo --folder demo-files     keeps the files, with what the agents wrote",
          "  ./factorial demo --model openai:gpt-4.1  asks a real model (set OPENAI_API_KEY)",
          "  ./factorial demo --once --json           the same for scripts",
          "  ./factorial demo --redis embedded        the same on a Redis of its own",
          "  docs/quick-start.md                      an agent of your own");

  @Option(names = "--once", description = "plain lines and no live status, as for a log")
  private boolean once;

  @Option(
      names = "--json",
      description = "print one JSON object at the end and nothing else; implies --once")
  private boolean json;

  @Mixin private ModelOptions model = new ModelOptions();

  @Mixin private StoreOptions store = new StoreOptions();

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      description = "work in this new or empty folder, and leave the files there")
  private @Nullable Path folder;

  @ArgGroup(exclusive = true)
  private DashboardChoice dashboard = new DashboardChoice();

  private final PrintStream out;
  private final Map<String, String> environment;
  private final boolean isTerminal;

  /** Made by the command line; the launcher says whether standard output is a terminal. */
  public DemoCommand() {
    this(System.out, System.getenv(), Boolean.getBoolean("factorial.terminal"));
  }

  DemoCommand(PrintStream out, Map<String, String> environment, boolean isTerminal) {
    this.out = out;
    this.environment = environment;
    this.isTerminal = isTerminal;
  }

  @Override
  public Integer call() throws Exception {
    boolean watched = isTerminal && !once && !json;
    PrintStream shown = json ? new PrintStream(OutputStream.nullOutputStream(), false, UTF_8) : out;
    Folders folders = folders();
    Terminal terminal = Terminal.of(shown, environment, watched);
    Runtime.getRuntime().addShutdownHook(new Thread(terminal::close, "terminal"));
    DemoDashboard shownAt = dashboard.opened(watched);
    boolean ok;
    try (terminal;
        OpenStore opened = store.openForDemo();
        CommandModel asked = model.open(watched ? Pace.watchable() : Pace.brisk())) {
      introduce(terminal, asked, folders, opened);
      ok = run(asked, new Demo(asked, folders, terminal, opened, shownAt), terminal, shownAt);
    }
    return ok ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private boolean run(
      CommandModel asked, Demo demo, Terminal terminal, @Nullable DemoDashboard shownAt)
      throws InterruptedException, IOException {
    long start = System.nanoTime();
    List<Outcome> outcomes =
        demo.run(ended -> afterwards(summary(asked, ended, start), terminal, shownAt));
    Summary summary = summary(asked, outcomes, start);
    if (json) {
      out.write((summary.toJson().text() + "\n").getBytes(UTF_8));
      out.flush();
    }
    return summary.ok();
  }

  private static Summary summary(CommandModel model, List<Outcome> outcomes, long start) {
    return new Summary(
        model.name(),
        model.server().isPresent(),
        outcomes,
        Duration.ofNanos(System.nanoTime() - start));
  }

  /** Tells how it went; with a dashboard, all stays open until the user has seen enough. */
  private void afterwards(Summary summary, Terminal terminal, @Nullable DemoDashboard shownAt) {
    terminal.close();
    summary.lines(terminal.style()).forEach(terminal::print);
    if (!json && !once) {
      NEXT.forEach(terminal::print);
    }
    if (shownAt != null && !once && !json) {
      terminal.print("");
      terminal.print("Still there, to play with, at " + shownAt.address() + ":");
      terminal.print("  an approval in the inbox, and a task that talks until you steer it");
      terminal.print("Ctrl-C ends the demo.");
      untilStopped();
    }
  }

  private static void untilStopped() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private Folders folders() throws IOException {
    if (folder != null) {
      return Folders.make(folder);
    }
    Folders folders = Folders.make(Files.createTempDirectory("factorial-demo-"));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folders), "files"));
    return folders;
  }

  private static void delete(Folders folders) {
    try {
      folders.delete();
    } catch (IOException stillInUse) {
      log.debug("files of the demo not deleted", stillInUse);
    }
  }

  private static void introduce(
      Terminal terminal, CommandModel model, Folders folders, OpenStore store) {
    terminal.print(
        terminal.style().bold("Factorial demo: ")
            + Stories.ALL.size()
            + " tasks of three owners, two agents, one orchestrator in this process.");
    terminal.print("The tasks are kept " + store.where() + ".");
    terminal.print(
        model
            .server()
            .map(
                server ->
                    "The model is scripted: a server inside the demo plays it, over HTTP at "
                        + server.baseUrl()
                        + ".")
            .orElse("The model is " + model.name() + "."));
    terminal.print("The tools work on the files in " + folders.root() + ".");
    terminal.print("");
  }

  /** Whether the dashboard opens, and where. */
  static final class DashboardChoice {
    @Option(
        names = "--dashboard-port",
        paramLabel = "PORT",
        description =
            "open the dashboard on this port, 0 for a free one, and stay until Ctrl-C, or with"
                + " --once until the tasks have ended; at a terminal it opens by itself, on 8080 or"
                + " the next free port")
    private @Nullable Integer port;

    @Option(names = "--no-dashboard", description = "end with the tasks, and open no dashboard")
    private boolean none;

    private @Nullable DemoDashboard opened(boolean watched) {
      return none || (!watched && port == null) ? null : new DemoDashboard(port);
    }
  }
}
