package io.factorial.engine.client;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.factorial.budget.Budget;
import io.factorial.engine.journal.Deferral;
import io.factorial.error.InvalidDefinitionException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * What a schedule enqueues and when, in its stored form.
 *
 * @param agent the agent's name
 * @param version the version that its tasks are pinned to
 * @param budget the agent's budget
 * @param start what each task starts from
 * @param timing when
 */
record ScheduleSpec(
    String agent,
    Optional<String> version,
    Optional<Budget> budget,
    Deferral.Child start,
    Timing timing) {
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  /** When a schedule is due. */
  sealed interface Timing {
    /** The timing as people read it. */
    default String text() {
      return switch (this) {
        case Every every -> "every " + every.interval();
        case Cron cron -> cron.expression() + " " + cron.zone();
      };
    }

    /** At fixed distances. */
    record Every(Duration interval) implements Timing {}

    /** By a cron expression of five fields in a time zone. */
    record Cron(String expression, String zone) implements Timing {}
  }

  /**
   * The first time after both a tick and now: ticks that were missed are not made up for.
   *
   * @throws InvalidDefinitionException when the expression has no next time
   */
  Instant next(Instant tick, Instant now) {
    return switch (timing) {
      case Timing.Every every -> nextEvery(every.interval(), tick, now);
      case Timing.Cron cron -> nextCron(cron, tick.isAfter(now) ? tick : now);
    };
  }

  private static Instant nextEvery(Duration interval, Instant tick, Instant now) {
    long missed = now.isAfter(tick) ? Duration.between(tick, now).dividedBy(interval) : 0;
    return tick.plus(interval.multipliedBy(missed + 1));
  }

  private static Instant nextCron(Timing.Cron cron, Instant after) {
    try {
      return ExecutionTime.forCron(PARSER.parse(cron.expression()))
          .nextExecution(after.atZone(ZoneId.of(cron.zone())))
          .orElseThrow(() -> invalid(cron.expression()))
          .toInstant();
    } catch (IllegalArgumentException | DateTimeException malformed) {
      throw invalid(cron.expression());
    }
  }

  private static InvalidDefinitionException invalid(String expression) {
    return InvalidDefinitionException.of(
        "cron expression", expression, "five fields that name a time to come, as in 0 3 * * 1-5");
  }
}
