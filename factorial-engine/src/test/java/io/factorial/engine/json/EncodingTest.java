package io.factorial.engine.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.error.DecodingException;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.json.Json;
import io.factorial.json.JsonCodec;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Encoding through {@link Json}, which asks the codec only for what it does not know itself. */
class EncodingTest {

  record Trip(String to, LocalDate on, Optional<String> note, @Nullable String seat) {}

  record Holder(List<Object> values) {}

  @Test
  void theCodecIsFoundOnce() {
    assertThat(JsonCodec.get()).isInstanceOf(JacksonJsonCodec.class).isSameAs(JsonCodec.get());
  }

  @Test
  void aRecordIsAnObjectOfItsComponents() {
    Trip trip = new Trip("Paris", LocalDate.of(2026, 3, 28), Optional.empty(), null);

    assertThat(Json.of(trip).text())
        .isEqualTo("{\"to\":\"Paris\",\"on\":\"2026-03-28\",\"note\":null,\"seat\":null}");
    assertThat(Json.of(trip).as(Trip.class)).isEqualTo(trip);
  }

  @Test
  void plainValuesAndTheCodecsValuesMix() {
    Json.Obj value =
        Json.Obj.of(
            "zone",
            ZoneOffset.UTC,
            "list",
            List.of(1, Samples.Sky.CLOUDS, Optional.of("x"), 'c'),
            "map",
            Map.of("nothing", new Samples.Nothing()),
            "nothing",
            null);

    assertThat(value.text())
        .isEqualTo(
            "{\"zone\":\"Z\",\"list\":[1,\"CLOUDS\",\"x\",\"c\"],"
                + "\"map\":{\"nothing\":{\"type\":\"Nothing\"}},\"nothing\":null}");
    assertThat(
            value
                .with("zone", new BigDecimal("1.0"))
                .with("new", new ConcurrentLinkedQueue<>())
                .text())
        .startsWith("{\"zone\":1.0,")
        .endsWith(",\"new\":[]}");
  }

  @Test
  void aNumberThatIsNoneIsRefusedWithItsPath() {
    for (Object number : List.of(Double.NaN, Double.POSITIVE_INFINITY, Float.NaN)) {
      assertThatThrownBy(() -> Json.of(Map.of("a", List.of(1, new Holder(List.of(2, number))))))
          .isInstanceOf(DecodingException.class)
          .hasMessage("a[1].values[1]: " + number + " (expected: a finite number)");
    }
  }

  @Test
  void anObjectOutsideTheSetIsRefusedWithItsPath() {
    assertThatThrownBy(() -> Json.of(new Holder(List.of(Locale.ROOT))))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageStartingWith("values[0]: java.util.Locale (expected: a primitive or its box, ");
    assertThatThrownBy(() -> Json.of(new int[] {1}))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageStartingWith("value: int[] (expected: a primitive or its box, ");
  }

  @Test
  void aKeyThatIsNoStringIsRefused() {
    assertThatThrownBy(() -> Json.of(List.of(Map.of(1, 2))))
        .isInstanceOf(DecodingException.class)
        .hasMessage("[0]: key 1 (expected: keys that are strings)");
  }

  @Test
  @SuppressWarnings("NullAway") // what a caller without a checker may do
  void aNullThatCouldNotBeReadBackIsRefused() {
    assertThatThrownBy(() -> Json.of(new Trip(null, LocalDate.EPOCH, Optional.empty(), null)))
        .isInstanceOf(DecodingException.class)
        .hasMessage("to: null (expected: a value; @Nullable or Optional allows none)");
  }

  record Broken(int value) {
    @Override
    public int value() {
      throw new IllegalStateException("closed");
    }
  }

  @Test
  void theExceptionOfAnAccessorKeepsItsPathAndCause() {
    assertThatThrownBy(() -> Json.of(List.of(new Broken(1))))
        .isInstanceOf(DecodingException.class)
        .hasMessage("[0].value: not readable, closed")
        .hasCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void aValueThatHoldsItselfIsRefused() {
    List<Object> list = new ArrayList<>();
    list.add(1);
    list.add(list);
    Holder holder = new Holder(new ArrayList<>());
    holder.values().add(holder);

    for (Object cyclic : List.of(list, holder)) {
      assertThatThrownBy(() -> Json.of(cyclic))
          .isInstanceOf(DecodingException.class)
          .hasMessage("value: nested too deeply (expected: at most 256 levels)");
    }
  }
}
