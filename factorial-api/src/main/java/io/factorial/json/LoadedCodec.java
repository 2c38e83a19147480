package io.factorial.json;

import io.factorial.error.InvalidDefinitionException;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The codec that the service loader found, kept after the first look. */
final class LoadedCodec {

  private static volatile @Nullable JsonCodec found;

  private LoadedCodec() {}

  /** Two threads may both look; they find equal codecs, and a failed look is made again. */
  static JsonCodec get() {
    JsonCodec codec = found;
    if (codec == null) {
      codec = load();
      found = codec;
    }
    return codec;
  }

  private static JsonCodec load() {
    Optional<JsonCodec> beside =
        ServiceLoader.load(JsonCodec.class, JsonCodec.class.getClassLoader()).findFirst();
    return beside
        .or(() -> ServiceLoader.load(JsonCodec.class).findFirst())
        .orElseThrow(
            () ->
                new InvalidDefinitionException(
                    "JsonCodec: none found (expected: factorial-engine on the class path)"));
  }
}
