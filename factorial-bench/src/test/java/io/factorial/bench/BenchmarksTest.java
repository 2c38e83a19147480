package io.factorial.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.bench.measure.Report;
import io.factorial.bench.row.Benchmark;
import io.factorial.bench.row.Benchmarks;
import io.factorial.bench.row.Size;
import io.factorial.bench.site.RedisServers;
import io.factorial.bench.site.Site;
import io.factorial.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each benchmark, as small as it can be. That tasks came to their end, each checks by itself. */
class BenchmarksTest {
  private static final int ROUNDS = 1;

  static Stream<String> names() {
    return Benchmarks.all().stream().map(Benchmark::name);
  }

  @Test
  void theyAreTheRowsThatWerePromised() {
    assertThat(names())
        .containsExactly(
            "turns",
            "history",
            "enqueue",
            "pickup",
            "inflight",
            "recovery",
            "cancel",
            "fairness",
            "events",
            "inline",
            "scale",
            "start");
  }

  @ParameterizedTest
  @MethodSource("names")
  void eachRunsOnAStoreInMemory(String name) throws Exception {
    try (Site site = Site.memory()) {
      Map<String, Double> figures = measured(name, site);
      assertThat(figures.values()).allSatisfy(value -> assertThat(value).isNotNegative());
    }
  }

  @Test
  void turnsAreMeasuredBesideTheFloor() throws Exception {
    try (Site site = Site.of(RedisServers.start())) {
      Map<String, Double> figures = measured("turns", site);
      assertThat(figures)
          .containsKeys(
              "step journal/turns_per_s",
              "step journal/worker_cpu_us_per_turn",
              "step journal/redis_cpu_us_per_turn",
              "floor, step journal/redis_cpu_us_per_turn",
              "step journal/redis_to_floor",
              "turn journal/turns_to_floor");
      assertThat(figures.get("floor, step journal/redis_bytes_written_per_turn"))
          .as("the floor writes what the product has to write")
          .isGreaterThan(1_000)
          .isLessThan(figures.get("step journal/redis_bytes_written_per_turn"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cancel", "recovery", "start"})
  void workersAreProcessesOnRedis(String name) throws Exception {
    try (Site site = Site.of(RedisServers.start())) {
      Map<String, Double> figures = measured(name, site);
      assertThat(figures.keySet())
          .containsAnyOf(
              "other process/p99_ms",
              "200 tasks, short heartbeats/seconds_beyond_remaining_work",
              "worker on Redis/ms_to_first_turn");
    }
  }

  /** Runs one, and answers the medians of its JSON by subject and figure. */
  private static Map<String, Double> measured(String name, Site site) throws Exception {
    Benchmark benchmark = Benchmarks.named(name).orElseThrow();
    Report report = BenchMain.measure(benchmark, site, Size.TINY, ROUNDS, Optional.empty());
    Json.Obj json = (Json.Obj) Json.parse(report.toJson().text());

    assertThat(json.text("name")).contains(name);
    assertThat(json.text("store")).contains(site.name());
    assertThat(json.text("size")).contains("tiny");
    assertThat(json.fields())
        .containsKeys("goals", "notes", "versions", "machine", "seconds", "figures");
    assertThat(((Json.Obj) json.get("machine").orElseThrow()).fields())
        .containsKeys("processor", "cores", "memoryMb", "system", "java", "load");
    if (site.redis().isPresent()) {
      assertThat(((Json.Obj) json.get("versions").orElseThrow()).text("redis").orElse(""))
          .contains("AOF everysec");
    }
    Map<String, Double> medians = new TreeMap<>();
    for (Json item : ((Json.Arr) json.get("figures").orElseThrow()).items()) {
      Json.Obj figure = (Json.Obj) item;
      double median = number(figure, "median");
      assertThat(number(figure, "min")).isLessThanOrEqualTo(median);
      assertThat(number(figure, "max")).isGreaterThanOrEqualTo(median);
      assertThat(number(figure, "rounds")).isGreaterThanOrEqualTo(ROUNDS);
      medians.put(
          figure.text("subject").orElseThrow() + "/" + figure.text("figure").orElseThrow(), median);
    }
    assertThat(medians).isNotEmpty();
    assertThat(List.copyOf(Report.table(json))).hasSizeGreaterThan(medians.size());
    return medians;
  }

  private static double number(Json.Obj of, String name) {
    return Double.parseDouble(of.text(name).orElseThrow());
  }
}
