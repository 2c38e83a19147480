package io.factorial.redis.twin;

import io.factorial.port.TickResult;
import io.factorial.testkit.contract.Stage;
import java.time.Duration;
import java.util.List;

/**
 * A random history of three owners, three workers, and whoever ticks, watches and changes tasks
 * from outside; all of it follows from the seed and the answers.
 */
public final class History {
  private static final int LAST_STEPS = 30;

  private final Cast cast;
  private final Clients clients;
  private final Workers workers;
  private final Watchers watchers;

  /**
   * A history that is not played yet.
   *
   * @param stage an adapter that nobody has used
   * @param seed what all dice follow from
   */
  public History(Stage stage, long seed) {
    cast = new Cast(stage, seed);
    clients = new Clients(cast);
    workers = new Workers(cast, clients);
    watchers = new Watchers(cast);
  }

  /**
   * Plays, and reads all that can be seen at the end.
   *
   * @param operations how many moves of the actors
   */
  public void play(int operations) {
    try {
      Cast.AGENTS.forEach(agent -> cast.stage.queue().register(cast.card(agent)));
      for (int i = 0; i < operations; i++) {
        move();
      }
      watchers.readAll();
    } finally {
      watchers.end();
    }
  }

  /**
   * What happened last.
   *
   * @return the last moves, a line each
   */
  public String told() {
    List<String> log = cast.log();
    return String.join("\n", log.subList(Math.max(0, log.size() - LAST_STEPS), log.size()));
  }

  private void move() {
    int dice = cast.random.nextInt(100);
    if (dice < 30) {
      clients.act();
    } else if (dice < 72) {
      workers.act();
    } else if (dice < 86) {
      timePasses();
    } else {
      watchers.act();
    }
  }

  private void timePasses() {
    if (cast.oneIn(12)) {
      cast.stage.elapse(Duration.ofSeconds(30 + cast.random.nextInt(120)));
      cast.did("nobody looks for long");
      tick();
      return;
    }
    int ticks = 1 + cast.random.nextInt(4);
    for (int i = 0; i < ticks; i++) {
      cast.stage.elapse(Duration.ofMillis(200L + cast.random.nextInt(1800)));
      if (!cast.oneIn(4)) {
        workers.beatAll();
      }
      tick();
    }
  }

  private void tick() {
    int max = cast.oneIn(4) ? 1 + cast.random.nextInt(3) : 100;
    TickResult result = cast.stage.queue().tick(max, cast.random.nextInt(10_000));
    cast.did("tick of " + max + " at " + cast.stage.now() + " " + result);
    clients.fire(result.schedules());
  }
}
