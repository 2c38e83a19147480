package io.factorial.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sources of the scripts, put together from their files: what differs between servers, the
 * shared files that a script's header names, the script, and the call of its function.
 */
final class Scripts {
  /** Shared files in the order in which they stand in a script; each uses only those before it. */
  private static final List<String> SHARED =
      List.of(
          "base", "task", "event", "line", "journal", "wait", "budget", "finish", "pick", "write",
          "alive");

  private static final Pattern USES = Pattern.compile("(?m)^ {2}Uses {5}(.+)$");
  private static final Pattern COMMENT = Pattern.compile("(?s)--\\[\\[.*?]]\\n");

  /** A script as it is sent. */
  static final class Source {
    private final String digest;
    private final byte[] source;

    Source(byte[] source) {
      this.source = source;
      this.digest = Scripts.digest(source);
    }

    /** Its SHA-1, in hexadecimal digits. */
    String digest() {
      return digest;
    }

    byte[] source() {
      return source;
    }
  }

  private final String prologue;
  private final Map<Script, Source> sources = new EnumMap<>(Script.class);

  Scripts(boolean cluster, boolean sharded, long eventCap, Duration eventTtl) {
    prologue =
        "local CLUSTER, PUBLISH, EVENT_CAP, EVENT_TTL = %s, '%s', %d, %d%n"
            .formatted(cluster, sharded ? "SPUBLISH" : "PUBLISH", eventCap, eventTtl.toMillis());
    for (Script script : Script.values()) {
      sources.put(script, source(script));
    }
  }

  Source of(Script script) {
    Source source = sources.get(script);
    if (source == null) {
      throw new IllegalArgumentException("script: " + script + " (expected: one with a file)");
    }
    return source;
  }

  private Source source(Script script) {
    StringBuilder text = new StringBuilder(prologue);
    for (String file : files(script)) {
      text.append(COMMENT.matcher(read(file)).replaceAll(""));
    }
    text.append("F.begin(KEYS[1], ARGV)\nreturn F.done(F.%s())\n".formatted(script.function()));
    return new Source(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The files that a script is made of, itself as the last. */
  static List<String> files(Script script) {
    List<String> uses = uses(read(script.file()));
    List<String> files = new ArrayList<>();
    files.add("shared/base");
    SHARED.stream().filter(uses::contains).forEach(name -> files.add("shared/" + name));
    uses.stream().filter(name -> !SHARED.contains(name)).forEach(files::add);
    files.add(script.file());
    return files;
  }

  private static List<String> uses(String source) {
    Matcher header = USES.matcher(source);
    return header.find() ? List.of(header.group(1).strip().split(" ", -1)) : List.of();
  }

  static String read(String file) {
    String name = file + ".lua";
    try (InputStream in = Scripts.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("script: " + name + " (expected: a resource)");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String digest(byte[] source) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
