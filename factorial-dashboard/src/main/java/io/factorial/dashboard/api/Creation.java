package io.factorial.dashboard.api;

import io.factorial.dashboard.http.Call;
import io.factorial.dashboard.http.Input;
import io.factorial.dashboard.http.Problem;
import io.factorial.port.TaskRecord;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that makes something, perhaps for the second time. The id of what it makes follows from
 * its owner and its {@code Idempotency-Key}, so that every process finds it; what was asked for is
 * kept as a label, so that another request under the same key is noticed.
 *
 * @param key the key, or null
 * @param request a digest of the body
 */
record Creation(@Nullable String key, String request) {
  private static final int DIGEST_BYTES = 16;

  static Creation of(Call call, Input input) {
    String body = call.request().path().raw() + "\n" + input.json().text();
    return new Creation(call.idempotencyKey().orElse(null), digest(body));
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every JDK has it
    }
  }

  Map<String, String> labels() {
    return key == null ? Map.of() : Map.of(Bodies.REQUEST_LABEL, request);
  }

  /** Refuses what another request made under the same key. */
  void check(TaskRecord made) {
    Optional<String> asked = Optional.ofNullable(made.labels().get(Bodies.REQUEST_LABEL));
    if (key != null && asked.filter(request::equals).isEmpty()) {
      throw Problem.of(
          422,
          "idempotency_key_reused",
          "Idempotency-Key: used by another request of this owner (expected: a new key for a new"
              + " request)");
    }
  }
}
