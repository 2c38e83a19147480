package io.factorial.bench.row;

import io.factorial.bench.measure.Figures;
import io.factorial.bench.peer.BullMq;
import io.factorial.bench.site.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A run of a benchmark: where it is measured, how much is done, and what came out. */
public final class Run {
  private final Site site;
  private final Size size;
  private final int rounds;
  private final Optional<BullMq> peer;
  private final Consumer<String> progress;
  private final Figures figures = new Figures();
  private final List<String> notes = new ArrayList<>();
  private final Map<String, String> versions = new TreeMap<>();

  /**
   * Makes a run.
   *
   * @param site the store
   * @param size how much is done
   * @param rounds how often
   * @param peer what else is given the same work
   * @param progress hears what goes on
   */
  public Run(Site site, Size size, int rounds, Optional<BullMq> peer, Consumer<String> progress) {
    this.site = site;
    this.size = size;
    this.rounds = rounds;
    this.peer = peer;
    this.progress = progress;
    site.redis()
        .ifPresent(redis -> versions.put("redis", redis.version() + ", " + redis.persistence()));
  }

  Site site() {
    return site;
  }

  int rounds() {
    return rounds;
  }

  Optional<BullMq> peer() {
    return peer;
  }

  /** A number for each size. */
  int of(int tiny, int quick, int full) {
    return switch (size) {
      case TINY -> tiny;
      case QUICK -> quick;
      case FULL -> full;
    };
  }

  void say(String line) {
    progress.accept(line);
  }

  void note(String line) {
    if (!notes.contains(line)) {
      notes.add(line);
    }
  }

  void version(String of, String version) {
    versions.put(of, version);
  }

  /**
   * What was measured.
   *
   * @return the figures
   */
  public Figures figures() {
    return figures;
  }

  /**
   * What a reader should know.
   *
   * @return the notes
   */
  public List<String> notes() {
    return notes;
  }

  /**
   * What took part.
   *
   * @return versions by name
   */
  public Map<String, String> versions() {
    return versions;
  }
}
