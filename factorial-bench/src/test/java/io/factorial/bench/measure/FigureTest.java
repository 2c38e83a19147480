package io.factorial.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.json.Json;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FigureTest {
  @Test
  void theMedianIsTheMiddleOfTheRounds() {
    assertThat(new Figure("a", "us", List.of(9.0, 1.0, 2.0)).median()).isEqualTo(2);
    assertThat(new Figure("a", "us", List.of(9.0, 1.0, 2.0, 4.0)).median()).isEqualTo(3);
    assertThat(new Figure("a", "us", List.of(9.0, 1.0, 2.0)).min()).isEqualTo(1);
    assertThat(new Figure("a", "us", List.of(9.0, 1.0, 2.0)).max()).isEqualTo(9);
  }

  @Test
  void aFigureHasARound() {
    assertThatThrownBy(() -> new Figure("a", "us", List.of()))
        .hasMessageContaining("no round (expected: at least one)");
  }

  @Test
  void whatIsNoNumberIsNoRound() {
    Figures figures = new Figures();
    figures.add("a", "us", Double.NaN);
    figures.add("a", "us", Double.POSITIVE_INFINITY);

    assertThat(figures.all()).isEmpty();
  }

  @Test
  void aGoalIsMetByTheMedianOnItsSideOfTheLimit() {
    Figures figures = new Figures();
    for (double value : new double[] {1, 5, 100}) {
      figures.add("a", "us", value);
    }

    assertThat(Goal.atMost("a", "us", 5).met(figures)).contains(true);
    assertThat(Goal.atMost("a", "us", 4.9).met(figures)).contains(false);
    assertThat(Goal.atLeast("a", "us", 5).met(figures)).contains(true);
    assertThat(Goal.atLeast("a", "us", 5.1).met(figures)).contains(false);
    assertThat(Goal.atLeast("a", "ms", 5).met(figures)).isEmpty();
  }

  @Test
  void percentilesAreTimesThatHappened() {
    Percentiles times = Percentiles.of(3_000_000, 1_000_000, 2_000_000, 4_000_000);

    assertThat(times.millis(0.5)).isEqualTo(2);
    assertThat(times.millis(0.99)).isEqualTo(4);
    assertThat(times.millis(0)).isEqualTo(1);
  }

  @Test
  void theTableSaysWhichGoalsAreMet() {
    Figures figures = new Figures();
    figures.add("step", "us", 40);
    figures.add("turn", "us", 20);
    Report report =
        new Report(
            "turns",
            "redis",
            "quick",
            figures,
            List.of(Goal.atMost("step", "us", 36), Goal.atMost("turn", "us", 26)),
            List.of("a note"),
            Map.of("redis", "7"),
            1.0);
    Json.Obj json = (Json.Obj) Json.parse(report.toJson().text());

    assertThat(String.join("\n", Report.table(json)))
        .contains("turns (redis, quick)")
        .containsPattern("step +us +40.00 .*<= 36.00 {2}NOT MET")
        .containsPattern("turn +us +20.00 .*<= 26.00 {2}met")
        .contains("a note");
  }
}
