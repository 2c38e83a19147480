package io.factorial.port;

import io.factorial.tool.ChildPolicy;
import io.factorial.wait.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A wait to be recorded or opened. It exists, RESERVED, before anybody can answer it, and is OPEN
 * once the task has parked on it.
 *
 * @param call the tool call's id, unique in the task
 * @param kind what is waited for
 * @param turn the call's turn
 * @param index the call's place in its turn
 * @param tool the tool's name
 * @param arguments the stored call, in the engine's codec
 * @param argumentsHash binds an approval to these arguments; empty where nothing is bound
 * @param question what a person is asked; may be empty
 * @param timeout from opening to the deadline
 * @param until the deadline itself; where set, it counts instead of the timeout
 * @param onTimeout the answer at the deadline; null fails the task
 * @param reminders times after opening at which a reminder is told
 * @param children how many children are waited for; 0 for other kinds
 * @param policy when the children's results suffice
 */
public record NewWait(
    String call,
    Wait.Kind kind,
    int turn,
    int index,
    String tool,
    Payload arguments,
    String argumentsHash,
    String question,
    Duration timeout,
    @Nullable Instant until,
    @Nullable Payload onTimeout,
    List<Duration> reminders,
    int children,
    ChildPolicy policy) {
  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException when a number or time is negative, or the call's id is blank
   */
  public NewWait {
    Checks.named("tool call id", call);
    Checks.atLeast("turn", turn, 0);
    Checks.atLeast("index", index, 0);
    Checks.atLeast("children", children, 0);
    Checks.notNegative("timeout", timeout);
    reminders = List.copyOf(reminders);
  }

  /**
   * A wait of a kind for a call, that answers with an empty payload after the timeout.
   *
   * @param kind what is waited for
   * @param call the tool call's id
   * @param turn the call's turn
   * @param index the call's place in its turn
   * @param tool the tool's name
   * @param timeout from opening to the deadline
   * @return the wait
   */
  public static NewWait of(
      Wait.Kind kind, String call, int turn, int index, String tool, Duration timeout) {
    return new NewWait(
        call,
        kind,
        turn,
        index,
        tool,
        Payload.EMPTY,
        "",
        "",
        timeout,
        null,
        Payload.EMPTY,
        List.of(),
        0,
        ChildPolicy.collect());
  }

  /**
   * The same wait with another timeout.
   *
   * @param time from opening to the deadline
   * @return a changed copy
   */
  public NewWait within(Duration time) {
    return new NewWait(
        call,
        kind,
        turn,
        index,
        tool,
        arguments,
        argumentsHash,
        question,
        time,
        until,
        onTimeout,
        reminders,
        children,
        policy);
  }

  /**
   * The same wait with the stored call.
   *
   * @param arguments the stored call
   * @param argumentsHash binds an approval to it
   * @param question what a person is asked
   * @return a changed copy
   */
  public NewWait asking(Payload arguments, String argumentsHash, String question) {
    return new NewWait(
        call,
        kind,
        turn,
        index,
        tool,
        arguments,
        argumentsHash,
        question,
        timeout,
        until,
        onTimeout,
        reminders,
        children,
        policy);
  }

  /**
   * The same wait with another deadline and what happens there.
   *
   * @param until the deadline, or null for the timeout
   * @param onTimeout the answer at the deadline; null fails the task
   * @param reminders times after opening at which a reminder is told
   * @return a changed copy
   */
  public NewWait ending(
      @Nullable Instant until, @Nullable Payload onTimeout, List<Duration> reminders) {
    return new NewWait(
        call,
        kind,
        turn,
        index,
        tool,
        arguments,
        argumentsHash,
        question,
        timeout,
        until,
        onTimeout,
        reminders,
        children,
        policy);
  }

  /**
   * The same wait, for children.
   *
   * @param children how many
   * @param policy when their results suffice
   * @return a changed copy
   */
  public NewWait forChildren(int children, ChildPolicy policy) {
    return new NewWait(
        call,
        kind,
        turn,
        index,
        tool,
        arguments,
        argumentsHash,
        question,
        timeout,
        until,
        onTimeout,
        reminders,
        children,
        policy);
  }
}
