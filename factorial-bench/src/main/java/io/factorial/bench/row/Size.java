package io.factorial.bench.row;

import java.util.Locale;

/** How much a benchmark does. */
public enum Size {
  /** As little as shows that it works: for tests. */
  TINY,
  /** All benchmarks in five minutes. */
  QUICK,
  /** As much as figures need that are to be compared. */
  FULL;

  /**
   * The size in reports.
   *
   * @return the name in small letters
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
