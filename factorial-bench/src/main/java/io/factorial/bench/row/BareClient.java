package io.factorial.bench.row;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The least that a call of a streaming model takes: the JDK's client, and Jackson. */
final class BareClient {
  private static final String DATA = "data: ";

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI uri;

  BareClient(String baseUrl) {
    this.uri = URI.create(baseUrl + "/chat/completions");
  }

  /** Asks once, and answers the text. */
  String ask(String instructions, String question) throws IOException, InterruptedException {
    byte[] body =
        json.writeValueAsBytes(
            Map.of(
                "model",
                "stub",
                "stream",
                true,
                "stream_options",
                Map.of("include_usage", true),
                "messages",
                List.of(
                    Map.of("role", "system", "content", instructions),
                    Map.of("role", "user", "content", question))));
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .version(HttpClient.Version.HTTP_1_1)
            .header("Content-Type", "application/json")
            .header("Accept", "text/event-stream")
            .header("Authorization", "Bearer none")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    HttpResponse<InputStream> response =
        http.send(request, HttpResponse.BodyHandlers.ofInputStream());
    StringBuilder text = new StringBuilder();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(DATA) && !line.endsWith("[DONE]")) {
          JsonNode frame = json.readTree(line.substring(DATA.length()));
          for (JsonNode choice : frame.path("choices")) {
            text.append(choice.path("delta").path("content").asString(""));
          }
        }
      }
    }
    return text.toString();
  }
}
