package io.factorial.bench.floor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.bench.site.Drain;
import io.factorial.bench.site.Site;
import io.factorial.bench.site.StubModel;
import io.factorial.bench.site.Work;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptTest {
  @Test
  void itHoldsEveryWriteOfATask() throws Exception {
    Transcript transcript = new Transcript();
    try (Site memory = Site.memory()) {
      new Drain(memory, Work.usual(), 1, 1).through(transcript::of).run(1, StubModel.quick(1));
    }
    List<Transcript.Step> steps = transcript.steps();

    assertThat(steps).as("a record and a commit for each of three turns").hasSize(6);
    assertThat(steps).allSatisfy(step -> assertThat(step.entries()).isNotEmpty());
    assertThat(steps.getLast().output()).hasSize(1);
    assertThat(steps.stream().flatMap(step -> step.entries().stream()).map(TranscriptTest::text))
        .filteredOn(entry -> entry.contains("tool-result-"))
        .hasSize(3);
    assertThat(steps.stream().flatMap(step -> step.events().stream()).map(TranscriptTest::text))
        .filteredOn(event -> event.contains("progress_update_tool_action_completed"))
        .hasSize(3);
  }

  @Test
  void aTranscriptWithoutAnEndIsRefused() {
    assertThatThrownBy(() -> new Transcript().steps())
        .hasMessageContaining("expected: all writes of one task");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
