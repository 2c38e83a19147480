package io.factorial.agent;

import io.factorial.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A short text that is equal for equal JSON, whatever the order of its fields. */
final class Fingerprint {

  private static final int LENGTH = 16;

  private Fingerprint() {}

  static String of(Json value) {
    byte[] text = sorted(value).text().getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(sha256().digest(text)).substring(0, LENGTH);
  }

  private static Json sorted(Json value) {
    return switch (value) {
      case Json.Obj object -> {
        Map<String, Json> fields = new LinkedHashMap<>();
        new TreeMap<>(object.fields()).forEach((name, field) -> fields.put(name, sorted(field)));
        yield new Json.Obj(fields);
      }
      case Json.Arr array -> new Json.Arr(array.items().stream().map(Fingerprint::sorted).toList());
      case Json.Str string -> string;
      case Json.Num number -> number;
      case Json.Bool bool -> bool;
      case Json.Null nothing -> nothing;
    };
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
