package io.factorial.dashboard.pages;

import io.factorial.dashboard.http.Path;
import io.factorial.dashboard.http.Problem;
import io.factorial.dashboard.http.Request;
import io.factorial.dashboard.http.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Answers the pages, which are one file, and the files that they are made of. Read from the jar
 * once and kept: there are as many as the jar holds. Thread-safe.
 */
public final class StaticPages {
  /** The first segment of every page's path. */
  public static final String ROOT = "observability";

  private static final String FOLDER = "/io/factorial/dashboard/web/";
  private static final String ASSETS = "assets";
  private static final int MAX_DEPTH = 6;
  private static final int COMPRESSED_FROM = 512;

  /** One name in a folder: nothing that climbs, nothing hidden. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

  private static final Pattern PAGE =
      Pattern.compile("(tasks(/[^/]{1,256})?|inbox|schedules|limits|login)?");

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("txt", "text/plain; charset=utf-8"));

  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src"
          + " 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private final Map<String, Asset> assets = new ConcurrentHashMap<>();

  /** A file, as it is and compressed. */
  @SuppressWarnings("ArrayRecordComponent") // neither compared nor changed
  private record Asset(String type, byte[] content, byte @Nullable [] compressed, String tag) {}

  /** Makes the pages. */
  public StaticPages() {}

  /**
   * Whether a path is that of a page or a file.
   *
   * @param path the path
   * @return true if it is answered here
   */
  public static boolean owns(Path path) {
    return path.segments().isEmpty() || path.startsWith(ROOT);
  }

  /**
   * Answers a page or a file.
   *
   * @param request the request
   * @return the response
   */
  public Response answer(Request request) {
    if (request.changes()) {
      throw Problem.of(405, "method_not_allowed", "method: a page is only read (expected: GET)")
          .header("Allow", "GET, HEAD");
    }
    List<String> segments = request.path().segments();
    if (segments.isEmpty()) {
      return Response.empty(302).header("Location", "/" + ROOT);
    }
    List<String> inner = segments.subList(1, segments.size());
    if (!inner.isEmpty() && inner.getFirst().equals(ASSETS)) {
      return served(request, name(inner.subList(1, inner.size())));
    }
    if (!PAGE.matcher(String.join("/", inner)).matches()) {
      throw Problem.unknown("page");
    }
    return served(request, "index.html");
  }

  private static String name(List<String> segments) {
    boolean plain = segments.stream().allMatch(name -> NAME.matcher(name).matches());
    if (segments.isEmpty() || segments.size() > MAX_DEPTH || !plain) {
      throw Problem.unknown("file");
    }
    return String.join("/", segments);
  }

  private Response served(Request request, String name) {
    Asset asset = find(name).orElseThrow(() -> Problem.unknown("file"));
    if (request.header("if-none-match").filter(tag -> tag.contains(asset.tag())).isPresent()) {
      return headed(Response.empty(304), asset);
    }
    byte[] compressed = asset.compressed();
    boolean wanted = request.header("accept-encoding").orElse("").contains("gzip");
    Response response =
        compressed != null && wanted
            ? Response.of(200, asset.type(), compressed).header("Content-Encoding", "gzip")
            : Response.of(200, asset.type(), asset.content());
    return headed(response, asset);
  }

  /** A browser asks each time whether a file has changed: after an update, none is old. */
  private static Response headed(Response response, Asset asset) {
    return response
        .header("ETag", asset.tag())
        .header("Cache-Control", "no-cache")
        .header("Vary", "Accept-Encoding")
        .header("Content-Security-Policy", CONTENT_POLICY);
  }

  private Optional<Asset> find(String name) {
    Asset known = assets.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Asset> read = read(name);
    read.ifPresent(asset -> assets.put(name, asset));
    return read;
  }

  private static Optional<Asset> read(String name) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null) {
      return Optional.empty();
    }
    try (InputStream stream = StaticPages.class.getResourceAsStream(FOLDER + name)) {
      return stream == null ? Optional.empty() : Optional.of(asset(type, stream.readAllBytes()));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static Asset asset(String type, byte[] content) throws IOException {
    boolean compress = content.length >= COMPRESSED_FROM && !type.startsWith("image/png");
    return new Asset(type, content, compress ? compressed(content) : null, tag(content));
  }

  private static byte[] compressed(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
      zip.write(content);
    }
    return bytes.toByteArray();
  }

  private static String tag(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return '"' + HexFormat.of().formatHex(digest, 0, 12) + '"';
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every JDK has it
    }
  }
}
