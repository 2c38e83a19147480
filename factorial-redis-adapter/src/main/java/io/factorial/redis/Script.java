package io.factorial.redis;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The operations: each a file of its name, and the function in it that a call runs. */
enum Script {
  ENQUEUE("enqueue"),
  FETCH("fetch"),
  RECORD("record"),
  COMMIT_CONTINUE("commit_continue"),
  COMMIT_PARK("commit_park"),
  COMMIT_BACK_OFF("commit_back_off"),
  COMMIT_COMPLETE("commit_complete"),
  COMMIT_FAIL("commit_fail"),
  COMMIT_PAUSE("commit_pause"),
  COMMIT_HAND_BACK("commit_hand_back"),
  HEARTBEAT("heartbeat"),
  RELEASE("release"),
  ANSWER("answerWait"),
  STEER("steer"),
  CANCEL("cancel"),
  CASCADE("cascadeOn"),
  REVIVE("revive"),
  REGISTER("register"),
  LIMIT("limit"),
  SCHEDULE_PUT("schedule_put"),
  SCHEDULE_REMOVE("schedule_remove"),
  SCHEDULE_FIRE("schedule_fire"),
  TICK("tick"),
  CHUNK("chunk"),
  READ_TASK("read_task"),
  READ_ROWS("read_rows"),
  READ_JOURNAL("read_journal"),
  READ_WAITS("read_waits"),
  READ_BATCH("read_batch"),
  READ_CHILDREN("read_children"),
  READ_FLEET("read_fleet"),
  READ_RUNNING("read_running"),
  MODEL_ACQUIRE("model_acquire"),
  MODEL_CHANGE("model_change"),
  PERMIT_LIMIT("permit_limit"),
  PERMIT_TAKE("permit_take"),
  PERMIT_SETTLE("permit_settle"),
  PERMIT_FREE("permit_free"),
  PERMIT_RENEW("permit_renew");

  /** What workers and clients do most: operations that wait at a partition are sent together. */
  private static final Set<Script> GROUPED =
      EnumSet.of(
          ENQUEUE,
          RECORD,
          COMMIT_CONTINUE,
          COMMIT_PARK,
          COMMIT_BACK_OFF,
          COMMIT_COMPLETE,
          COMMIT_FAIL,
          COMMIT_PAUSE,
          COMMIT_HAND_BACK,
          ANSWER,
          STEER,
          CHUNK);

  private final String function;

  Script(String function) {
    this.function = function;
  }

  String file() {
    return name().toLowerCase(Locale.ROOT);
  }

  String function() {
    return function;
  }

  /** Whether it may be sent in one script with others. */
  boolean isGrouped() {
    return GROUPED.contains(this);
  }
}
