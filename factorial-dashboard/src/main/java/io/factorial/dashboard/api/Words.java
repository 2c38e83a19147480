package io.factorial.dashboard.api;

import io.factorial.dashboard.http.Problem;
import io.factorial.task.TaskStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Words of requests that stand for constants. */
final class Words {
  private Words() {}

  static TaskStatus[] statuses(String thing, List<String> words) {
    return words.stream()
        .map(word -> one(TaskStatus.class, thing, word))
        .toArray(TaskStatus[]::new);
  }

  static <E extends Enum<E>> E one(Class<E> type, String thing, String word) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(word)) {
        return constant;
      }
    }
    String known =
        Arrays.stream(type.getEnumConstants()).map(Words::lower).collect(Collectors.joining(", "));
    throw Problem.invalid(thing, word, known);
  }

  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
