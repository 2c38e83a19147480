package io.factorial.dashboard.api;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Metrics in the text form of Prometheus, in the making. */
final class PrometheusText {
  private final StringBuilder text = new StringBuilder();
  private String name = "";

  void gauge(String metric, String help) {
    head(metric, help, "gauge");
  }

  void counter(String metric, String help) {
    head(metric, help, "counter");
  }

  void histogram(String metric, String help) {
    head(metric, help, "histogram");
  }

  private void head(String metric, String help, String type) {
    name = metric;
    text.append("# HELP ").append(metric).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(metric).append(' ').append(type).append('\n');
  }

  void sample(Map<String, String> labels, long value) {
    sample("", labels, BigDecimal.valueOf(value));
  }

  void sample(String suffix, Map<String, String> labels, BigDecimal value) {
    text.append(name).append(suffix);
    if (!labels.isEmpty()) {
      text.append(
          new TreeMap<>(labels)
              .entrySet().stream()
                  .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + '"')
                  .collect(Collectors.joining(",", "{", "}")));
    }
    text.append(' ').append(value.toPlainString()).append('\n');
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
