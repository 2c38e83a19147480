package io.factorial.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The source of all operations, put together from their files. It is one script, since any
 * operations may go together, and since Redis keeps every script that it was sent: the collector of
 * its Lua walks through all of them again and again. But a script defines its functions at each
 * call; so a file is run when the first of its names is asked for, and what a call does not need
 * costs it nothing.
 */
final class Scripts {
  private static final String BASE = "shared/base";

  /** Shared files, and parts of operations. */
  private static final List<String> PARTS =
      List.of(
          "shared/task",
          "shared/event",
          "shared/line",
          "shared/journal",
          "shared/wait",
          "shared/budget",
          "shared/finish",
          "shared/pick",
          "shared/write",
          "shared/alive",
          "tick_due",
          "tick_deadline",
          "tick_dead_worker",
          "tick_collect");

  private static final Pattern GIVEN = Pattern.compile("(?m)^(?:function )?F\\.(\\w+)(?: =|\\()");
  private static final Pattern COMMENT = Pattern.compile("(?s)--\\[\\[.*?]]\\n");

  private static final String ALL_FILES = joined();

  private final byte[] source;
  private final String digest;

  Scripts(boolean cluster, boolean sharded, long eventCap, Duration eventTtl) {
    StringBuilder text = new StringBuilder();
    text.append(
        "local CLUSTER, PUBLISH, EVENT_CAP, EVENT_TTL = %s, '%s', %d, %d\n"
            .formatted(cluster, sharded ? "SPUBLISH" : "PUBLISH", eventCap, eventTtl.toMillis()));
    text.append(ALL_FILES);
    source = text.toString().getBytes(StandardCharsets.UTF_8);
    digest = digest(source);
  }

  private static String joined() {
    StringBuilder text = new StringBuilder("local F = {}\n").append(lines(BASE));
    text.append("setmetatable(F, {__index = function(_, name)\n");
    String word = "if ";
    for (String file : files()) {
      if (!file.equals(BASE)) {
        text.append(word).append(isOneOf(names(file))).append(" then\n").append(lines(file));
        word = "elseif ";
      }
    }
    return text.append("end\nreturn rawget(F, name)\nend})\nreturn F.run(KEYS[1], ARGV)\n")
        .toString();
  }

  private static String isOneOf(List<String> names) {
    return names.stream().map("name == '%s'"::formatted).collect(Collectors.joining(" or "));
  }

  /** Its SHA-1, in hexadecimal digits. */
  String digest() {
    return digest;
  }

  byte[] source() {
    return source;
  }

  /** All files, in the order in which they stand in the script. */
  static List<String> files() {
    List<String> files = new ArrayList<>();
    files.add(BASE);
    files.addAll(PARTS);
    Arrays.stream(Script.values()).map(Script::file).forEach(files::add);
    return files;
  }

  /** What a file gives to others. */
  private static List<String> names(String file) {
    return GIVEN.matcher(read(file)).results().map(given -> given.group(1)).toList();
  }

  private static String lines(String file) {
    return COMMENT.matcher(read(file)).replaceAll("");
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
