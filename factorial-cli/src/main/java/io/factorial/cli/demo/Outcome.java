package io.factorial.cli.demo;

import io.factorial.json.Json;
import io.factorial.run.RunError;
import io.factorial.task.TaskData;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * How one task of the demo ended.
 *
 * @param story the task
 * @param data the task as it is stored at its end
 * @param turns how many turns were run
 * @param toolCalls how many tool calls were settled
 * @param retries how often a turn was tried again
 * @param readWish whether the model was given what the user added
 * @param cancel how long it took from the cancel until the task had ended
 * @param hangUp how long it took from the cancel until the scripted server saw the stream closed
 */
record Outcome(
    Story story,
    TaskData data,
    int turns,
    int toolCalls,
    int retries,
    boolean readWish,
    Optional<Duration> cancel,
    Optional<Duration> hangUp) {

  /** Whether all happened that should; the outage only where the model's server is scripted. */
  boolean asExpected(boolean scripted) {
    return data.status() == story.expected()
        && switch (story.happening()) {
          case NOTHING -> true;
          case OUTAGE -> !scripted || retries > 0;
          case STEERING -> readWish;
          case CANCEL -> cancel.isPresent() && (!scripted || hangUp.isPresent());
        };
  }

  /** How long the run took, from its first start to its end. */
  Duration duration() {
    Instant start = data.startedAt().orElse(data.createdAt());
    return Duration.between(start, data.endedAt().orElse(start));
  }

  Json.Obj toJson() {
    return Json.Obj.of(
        "id",
        data.id().value(),
        "owner",
        story.owner(),
        "agent",
        data.agent(),
        "query",
        story.query(),
        "happening",
        story.happening().name().toLowerCase(Locale.ROOT),
        "status",
        data.status().name(),
        "expectedStatus",
        story.expected().name(),
        "turns",
        turns,
        "toolCalls",
        toolCalls,
        "retries",
        retries,
        "output",
        data.output().orElseGet(Json.Null::new),
        "error",
        data.error().map(Outcome::error).orElseGet(Json.Null::new),
        "durationMillis",
        duration().toMillis(),
        "cancelMillis",
        millis(cancel),
        "hangUpMillis",
        millis(hangUp));
  }

  private static Json error(RunError error) {
    return Json.Obj.of("code", error.code(), "message", error.message());
  }

  private static Json millis(Optional<Duration> duration) {
    return duration.map(found -> Json.of(found.toMillis())).orElseGet(Json.Null::new);
  }
}
