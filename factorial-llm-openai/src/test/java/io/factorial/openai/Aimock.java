package io.factorial.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.factorial.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The independent mock of model providers, as a process of its own on a free port. */
final class Aimock {

  private static final Path SCRIPT = Path.of("node_modules/@copilotkit/aimock/dist/cli.js");
  private static final Pattern LISTENING = Pattern.compile("listening on (http://\\S+)");
  private static final int OLDEST_NODE = 20;

  private final Process process;
  private final String url;

  private Aimock(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /** Why the mock cannot be started here, or nothing if it can. */
  static Optional<String> missing() {
    if (nodeVersion() < OLDEST_NODE) {
      return Optional.of("no Node.js of version " + OLDEST_NODE + " or newer on the PATH");
    }
    return Files.isRegularFile(script())
        ? Optional.empty()
        : Optional.of(
            "no aimock in "
                + folder().toAbsolutePath()
                + " (run src/test/aimock/install.sh, or set FACTORIAL_AIMOCK to the folder that"
                + " holds its node_modules)");
  }

  static Aimock start() throws IOException {
    Path fixtures = Path.of("src/test/resources/openai/aimock-fixtures.json").toAbsolutePath();
    Process process =
        new ProcessBuilder(
                "node",
                script().toAbsolutePath().toString(),
                "-p",
                "0",
                "-h",
                "127.0.0.1",
                "-f",
                fixtures.toString())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    try {
      return new Aimock(process, listening(process));
    } catch (IOException | RuntimeException failed) {
      process.destroyForcibly();
      throw failed;
    }
  }

  String url() {
    return url + "/v1";
  }

  /** What the mock was sent, oldest first. */
  List<Json.Obj> requests() throws IOException, InterruptedException {
    HttpRequest journal = HttpRequest.newBuilder(URI.create(url + "/__aimock/journal")).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      String body = http.send(journal, HttpResponse.BodyHandlers.ofString()).body();
      Json.Obj read = WireJson.object("{\"entries\":" + body + "}").orElseThrow();
      return ((Json.Arr) read.get("entries").orElseThrow())
          .items().stream()
              .map(entry -> (Json.Obj) ((Json.Obj) entry).get("body").orElseThrow())
              .toList();
    }
  }

  /** Ends the process. */
  void stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(5, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }

  /** Reads what the mock prints up to its address, and lets a thread read the rest away. */
  private static String listening(Process process) throws IOException {
    BufferedReader out = process.inputReader(UTF_8);
    StringBuilder printed = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher found = LISTENING.matcher(line);
      if (found.find()) {
        Thread.ofVirtual().start(() -> out.lines().forEach(rest -> {}));
        return found.group(1);
      }
      printed.append(line).append('\n');
    }
    throw new IOException("aimock did not start:\n" + printed);
  }

  private static Path folder() {
    String set = System.getProperty("factorial.aimock", System.getenv("FACTORIAL_AIMOCK"));
    return Path.of(set != null ? set : "target/aimock");
  }

  private static Path script() {
    return folder().resolve(SCRIPT);
  }

  private static int nodeVersion() {
    try {
      Process node = new ProcessBuilder("node", "--version").redirectErrorStream(true).start();
      String version = new String(node.getInputStream().readAllBytes(), UTF_8);
      Matcher major = Pattern.compile("v(\\d+)\\.").matcher(version);
      return major.find() ? Integer.parseInt(major.group(1)) : 0;
    } catch (IOException noNode) {
      return 0;
    }
  }
}
