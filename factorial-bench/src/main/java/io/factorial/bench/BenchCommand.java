package io.factorial.bench;

import io.factorial.bench.measure.Report;
import io.factorial.bench.process.ChildJvm;
import io.factorial.bench.row.Benchmark;
import io.factorial.bench.row.Benchmarks;
import io.factorial.bench.row.Size;
import io.factorial.json.Json;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code factorial bench}: measures what Factorial costs, each benchmark in a process of its own.
 */
@Command(
    name = "bench",
    description = {
      "Measures what Factorial costs: turns, latencies, recovery, memory.",
      "%nEach benchmark runs in a JVM of its own and starts the Redis servers that it needs."
          + " Progress goes to standard error, the table or, with --json, one object for each"
          + " benchmark to standard output.%n"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:everything was measured", "1:something failed", "2:not understood"})
public final class BenchCommand implements Callable<Integer> {
  private static final int FULL_ROUNDS = 5;
  private static final int QUICK_ROUNDS = 3;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "what to measure; all of these when none is named: ${COMPLETION-CANDIDATES}",
      completionCandidates = Names.class)
  private List<String> names = List.of();

  @Option(
      names = "--store",
      paramLabel = "memory|redis",
      defaultValue = "redis",
      description = "the store to measure on (default: ${DEFAULT-VALUE})")
  private String store = "redis";

  @Option(
      names = "--redis",
      paramLabel = "embedded|URI",
      defaultValue = "embedded",
      description = "starts a server, or uses the one at a URI (default: ${DEFAULT-VALUE})")
  private String redis = "embedded";

  @Option(names = "--cluster", description = "starts three masters instead of one server")
  private boolean cluster;

  @Option(names = "--quick", description = "less work: everything within five minutes")
  private boolean quick;

  @Option(names = "--json", description = "print one JSON object for each benchmark")
  private boolean json;

  @Option(
      names = "--peer",
      paramLabel = "bullmq",
      description = "also give the same work to this system, where Node is installed")
  private String peer = "";

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "how often each figure is measured (default: 5, with --quick 3)")
  private int rounds;

  @Option(
      names = "--java-option",
      paramLabel = "OPTION",
      description = "an option for the JVM that measures, for example a flight recording")
  private List<String> javaOptions = List.of();

  private final PrintStream out;

  /** Made by the command line. */
  public BenchCommand() {
    this(System.out);
  }

  BenchCommand(PrintStream out) {
    this.out = out;
  }

  /** The names of all benchmarks, for the help. */
  static final class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Names() {
      super(Benchmarks.all().stream().map(Benchmark::name).toList());
    }
  }

  @Override
  public Integer call() {
    check();
    List<String> failed = new ArrayList<>();
    for (Benchmark benchmark : chosen()) {
      System.err.println(benchmark.name() + ": " + benchmark.about());
      try {
        show(one(benchmark));
      } catch (IllegalStateException failure) {
        System.err.println("  failed: " + failure.getMessage());
        failed.add(benchmark.name());
      }
    }
    if (!failed.isEmpty()) {
      System.err.println("not measured: " + String.join(", ", failed));
      return CommandLine.ExitCode.SOFTWARE;
    }
    return CommandLine.ExitCode.OK;
  }

  private void check() {
    expect("store", store, store.equals("memory") || store.equals("redis"), "memory or redis");
    expect("peer", peer, peer.isEmpty() || peer.equals("bullmq"), "bullmq");
    expect("rounds", Integer.toString(rounds), rounds >= 0, "1 or more");
    if (cluster && (store.equals("memory") || !redis.equals("embedded"))) {
      throw new ParameterException(
          spec.commandLine(), "--cluster: goes with --store redis and --redis embedded only");
    }
    for (String name : names) {
      expect("NAME", name, Benchmarks.named(name).isPresent(), String.join(", ", new Names()));
    }
  }

  private void expect(String thing, String value, boolean good, String expected) {
    if (!good) {
      throw new ParameterException(
          spec.commandLine(), thing + ": " + value + " (expected: " + expected + ")");
    }
  }

  private List<Benchmark> chosen() {
    if (names.isEmpty()) {
      return Benchmarks.all();
    }
    return names.stream().flatMap(name -> Benchmarks.named(name).stream()).toList();
  }

  private Json.Obj one(Benchmark benchmark) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                benchmark.name(),
                "--store=" + store,
                "--redis=" + redis,
                "--size=" + (quick ? Size.QUICK : Size.FULL).word(),
                "--rounds=" + roundsOrDefault(),
                "--peer=" + peer));
    if (cluster) {
      arguments.add("--cluster");
    }
    try (ChildJvm jvm = ChildJvm.start(BenchMain.class, javaOptions, arguments)) {
      String line = jvm.line();
      if (Json.parse(line) instanceof Json.Obj report) {
        return report;
      }
      throw new IllegalStateException("said " + line + " (expected: a JSON object)");
    }
  }

  private int roundsOrDefault() {
    if (rounds > 0) {
      return rounds;
    }
    return quick ? QUICK_ROUNDS : FULL_ROUNDS;
  }

  private void show(Json.Obj report) {
    out.println(
        json
            ? report.text()
            : Report.table(report).stream().collect(Collectors.joining(System.lineSeparator())));
    out.flush();
  }
}
