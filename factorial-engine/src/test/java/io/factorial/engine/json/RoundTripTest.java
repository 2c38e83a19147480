package io.factorial.engine.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.factorial.json.Json;
import io.factorial.json.JsonCodec;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RoundTripTest {

  private static final int VALUES = 200;

  private final JsonCodec codec = new JacksonJsonCodec();

  static Stream<Arguments> types() {
    return Samples.all().entrySet().stream()
        .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("types")
  void aValueComesBackEqualFromItsText(Type type, Function<Random, Object> values) {
    for (long seed = 0; seed < VALUES; seed++) {
      Object value = values.apply(new Random(seed));
      Json read = codec.parse(codec.write(codec.encode(value)));

      assertThat(codec.decode(read, type)).as("seed %d", seed).isEqualTo(value);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("types")
  void aValueFitsTheSchemaOfItsType(Type type, Function<Random, Object> values) {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(codec.schema(type).text());
    for (long seed = 0; seed < VALUES; seed++) {
      String text = codec.encode(values.apply(new Random(seed))).text();

      assertThat(schema.validate(text, InputFormat.JSON)).as("seed %d: %s", seed, text).isEmpty();
    }
  }

  @Test
  void aNegativeZeroComesBackAsZero() {
    assertThat(codec.decode(codec.encode(-0.0), double.class)).isEqualTo(0.0);
  }

  @Test
  void manyThreadsMaySeeATypeForTheFirstTimeTogether() throws Exception {
    for (int round = 0; round < 50; round++) {
      JsonCodec fresh = new JacksonJsonCodec();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Callable<Boolean>> calls =
            IntStream.range(0, 16).mapToObj(seed -> call(fresh, seed)).toList();
        for (Future<Boolean> answer : threads.invokeAll(calls)) {
          assertThat(answered(answer)).isTrue();
        }
      }
    }
  }

  private static Callable<Boolean> call(JsonCodec codec, int seed) {
    return () -> {
      Object value = Samples.spelled(new Random(seed));
      return codec.decode(codec.encode(value), Samples.Spelled.class).equals(value);
    };
  }

  private static boolean answered(Future<Boolean> answer) throws Exception {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }
}
