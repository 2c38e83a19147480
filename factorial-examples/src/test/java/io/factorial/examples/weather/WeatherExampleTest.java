package io.factorial.examples.weather;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Module;
import io.factorial.Factorial;
import io.factorial.json.Json;
import io.factorial.testkit.ScriptedLlm;
import org.junit.jupiter.api.Test;

/** The example runs without a key when a script plays the model. */
final class WeatherExampleTest {
  private static Module script(String city) {
    return Factorial.llm(
        ScriptedLlm.script()
            .callTool("getWeather", Json.Obj.of("city", city))
            .say("Sunny in " + city + "."));
  }

  @Test
  void theAgentAnswersInline() {
    assertThat(WeatherExample.inline(script("Paris"), "Weather in Paris?"))
        .isEqualTo("Sunny in Paris.");
  }

  @Test
  void theSameAgentAnswersThroughTheQueue() throws InterruptedException {
    assertThat(WeatherExample.queued(script("Rome"), "Weather in Rome?"))
        .isEqualTo("Sunny in Rome.");
  }
}
