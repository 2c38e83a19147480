package io.factorial.bench.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the figures of a benchmark, round by round. Not thread-safe. */
public final class Figures {
  private final Map<Key, List<Double>> values = new LinkedHashMap<>();

  private record Key(String subject, String name) {}

  /** Makes an empty collection. */
  public Figures() {}

  /**
   * Adds the value of one round.
   *
   * @param subject what was measured
   * @param name the figure, with its unit
   * @param value the value; what is no finite number is left out
   */
  public void add(String subject, String name, double value) {
    if (Double.isFinite(value)) {
      values.computeIfAbsent(new Key(subject, name), first -> new ArrayList<>()).add(value);
    }
  }

  /**
   * All figures.
   *
   * @return in the order in which they first came
   */
  public List<Figure> all() {
    return values.entrySet().stream()
        .map(entry -> new Figure(entry.getKey().subject(), entry.getKey().name(), entry.getValue()))
        .toList();
  }

  /**
   * One figure.
   *
   * @param subject what was measured
   * @param name the figure
   * @return empty when it was not measured
   */
  public Optional<Figure> find(String subject, String name) {
    return Optional.ofNullable(values.get(new Key(subject, name)))
        .map(rounds -> new Figure(subject, name, rounds));
  }
}
