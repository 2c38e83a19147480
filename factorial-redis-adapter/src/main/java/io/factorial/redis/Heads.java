package io.factorial.redis;

import io.factorial.port.NewTask;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What of a task is large and never changes; it stands before the journal. Scripts read the title,
 * which comes first.
 *
 * @param title the query's first 200 characters
 * @param trace W3C traceparent
 * @param labels free text by name
 */
record Heads(String title, String trace, Map<String, String> labels) {
  static byte[] encode(NewTask task) {
    Netstrings out = new Netstrings().add(task.title()).add(task.trace());
    task.labels().forEach((name, value) -> out.add(name).add(value));
    return out.bytes();
  }

  static Heads decode(byte[] stored) {
    List<String> texts = Netstrings.texts(stored);
    Map<String, String> labels = new HashMap<>();
    for (int i = 2; i < texts.size(); i += 2) {
      labels.put(texts.get(i), texts.get(i + 1));
    }
    return new Heads(texts.get(0), texts.get(1), labels);
  }
}
