package io.factorial.bench;

import io.factorial.bench.measure.Report;
import io.factorial.bench.peer.BullMq;
import io.factorial.bench.row.Benchmark;
import io.factorial.bench.row.Benchmarks;
import io.factorial.bench.row.Run;
import io.factorial.bench.row.Size;
import io.factorial.bench.site.RedisServers;
import io.factorial.bench.site.Site;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The process that measures one benchmark, started by {@link BenchCommand}: a JVM as a worker has
 * it, without what was measured before. Says one line of JSON.
 */
@Command(name = "bench-one")
public final class BenchMain implements Runnable {
  @Parameters(index = "0")
  private String name = "";

  @Option(names = "--store")
  private String store = "redis";

  @Option(names = "--redis")
  private String redis = "embedded";

  @Option(names = "--cluster")
  private boolean cluster;

  @Option(names = "--size")
  private String size = "quick";

  @Option(names = "--rounds")
  private int rounds = 3;

  @Option(names = "--peer")
  private String peer = "";

  private BenchMain() {}

  /**
   * Measures.
   *
   * @param arguments the benchmark and options, as the command gives them
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new BenchMain()).execute(arguments));
  }

  @Override
  public void run() {
    Benchmark benchmark =
        Benchmarks.named(name)
            .orElseThrow(() -> new IllegalArgumentException("benchmark: " + name));
    try (Site site = site();
        Peer other = Peer.of(peer)) {
      Report report =
          measure(
              benchmark,
              site,
              Size.valueOf(size.toUpperCase(Locale.ROOT)),
              rounds,
              Optional.ofNullable(other.bullMq()));
      System.out.println(report.toJson().text());
    } catch (RuntimeException failed) {
      throw failed;
    } catch (Exception failed) {
      throw new IllegalStateException(name + ": " + failed.getMessage(), failed);
    }
  }

  private Site site() {
    if (store.equals("memory")) {
      return Site.memory();
    }
    if (!redis.equals("embedded")) {
      return Site.of(RedisServers.at(redis));
    }
    return Site.of(cluster ? RedisServers.startCluster() : RedisServers.start());
  }

  static Report measure(
      Benchmark benchmark, Site site, Size size, int rounds, Optional<BullMq> peer)
      throws Exception {
    long began = System.nanoTime();
    Run run = new Run(site, size, rounds, peer, line -> System.err.println("  " + line));
    benchmark.measure(run);
    return new Report(
        benchmark.name(),
        site.name(),
        size.word(),
        run.figures(),
        benchmark.goals(),
        run.notes(),
        run.versions(),
        (System.nanoTime() - began) / 1e9);
  }

  /** The other system, if one was asked for. */
  private record Peer(@Nullable BullMq bullMq) implements AutoCloseable {
    static Peer of(String name) throws IOException, InterruptedException {
      return new Peer(name.equals("bullmq") ? BullMq.install() : null);
    }

    @Override
    public void close() {
      if (bullMq != null) {
        bullMq.close();
      }
    }
  }
}
