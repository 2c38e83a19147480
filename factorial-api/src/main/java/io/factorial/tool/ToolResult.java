package io.factorial.tool;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a tool call ends, said by returning it. Nothing happens before the return is committed: a
 * crash in between starts no child twice and parks no task twice.
 */
public sealed interface ToolResult {

  /**
   * The call ends with a value.
   *
   * @param value what the model is given, as JSON or text
   */
  record Value(@Nullable Object value) implements ToolResult {}

  /**
   * The call ends with a text for the model and data for whoever watches.
   *
   * @param text what the model is given
   * @param data what the event of this call carries
   */
  record Display(String text, Object data) implements ToolResult {
    /**
     * Checks that everything is there.
     *
     * @param text what the model is given
     * @param data what the event of this call carries
     */
    public Display {
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(data, "data");
    }
  }

  /**
   * The call failed in a way that the model should know.
   *
   * @param text what the model is given
   */
  record Failed(String text) implements ToolResult {
    /**
     * Checks that there is a text.
     *
     * @param text what the model is given
     */
    public Failed {
      Objects.requireNonNull(text, "text");
    }
  }

  /**
   * The model should make the call again in another way.
   *
   * @param hint what it should change
   */
  record Retry(String hint) implements ToolResult {
    /**
     * Checks that there is a hint.
     *
     * @param hint what the model should change
     */
    public Retry {
      Objects.requireNonNull(hint, "hint");
    }
  }

  /**
   * The call is answered later, from outside.
   *
   * @param timeout how long it may take, more than zero
   * @param onTimeout what happens then
   * @param reminders after which times a reminder event is sent, each before the timeout
   */
  record Pending(Duration timeout, OnTimeout onTimeout, List<Duration> reminders)
      implements ToolResult {

    /**
     * Checks the times and copies them.
     *
     * @param timeout how long it may take, more than zero
     * @param onTimeout what happens then
     * @param reminders after which times a reminder event is sent, each before the timeout
     */
    public Pending {
      if (!timeout.isPositive()) {
        throw new IllegalArgumentException("timeout: " + timeout + " (expected: more than zero)");
      }
      Objects.requireNonNull(onTimeout, "onTimeout");
      reminders = List.copyOf(reminders);
      for (Duration reminder : reminders) {
        if (!reminder.isPositive() || reminder.compareTo(timeout) >= 0) {
          throw new IllegalArgumentException(
              "reminder: " + reminder + " (expected: more than zero, less than " + timeout + ")");
        }
      }
    }

    /**
     * A copy with another policy.
     *
     * @param policy what happens when nobody answers in time
     * @return the copy
     */
    public Pending onTimeout(OnTimeout policy) {
      return new Pending(timeout, policy, reminders);
    }

    /**
     * A copy with reminders.
     *
     * @param times after which times a reminder event is sent
     * @return the copy
     */
    public Pending remindAfter(Duration... times) {
      return new Pending(timeout, onTimeout, List.of(times));
    }
  }

  /**
   * The call is answered by child tasks, one for each context.
   *
   * @param agent the agent that the children run
   * @param contexts what each child starts from
   * @param policy how many of them the call waits for
   */
  record Spawn(Agent<?> agent, List<AgentContext> contexts, ChildPolicy policy)
      implements ToolResult {

    /**
     * Copies the contexts.
     *
     * @param agent the agent that the children run
     * @param contexts what each child starts from
     * @param policy how many of them the call waits for
     */
    public Spawn {
      Objects.requireNonNull(agent, "agent");
      contexts = List.copyOf(contexts);
      Objects.requireNonNull(policy, "policy");
    }

    /**
     * A copy with another policy.
     *
     * @param other how many children the call waits for
     * @return the copy
     */
    public Spawn policy(ChildPolicy other) {
      return new Spawn(agent, contexts, other);
    }
  }

  /**
   * The call ends at a moment; the task is parked until then.
   *
   * @param until the moment
   * @param value what the model is given then
   */
  record Sleep(Instant until, @Nullable Object value) implements ToolResult {
    /**
     * Checks that there is a moment.
     *
     * @param until the moment
     * @param value what the model is given then
     */
    public Sleep {
      Objects.requireNonNull(until, "until");
    }
  }

  /**
   * Ends the call with a value, as returning the value itself does.
   *
   * @param value what the model is given, as JSON or text
   * @return the result
   */
  static ToolResult of(@Nullable Object value) {
    return new Value(value);
  }

  /**
   * Ends the call with a text for the model and data for whoever watches.
   *
   * @param text what the model is given
   * @param data what the event of this call carries
   * @return the result
   */
  static ToolResult display(String text, Object data) {
    return new Display(text, data);
  }

  /**
   * Ends the call with an error that the model is told.
   *
   * @param text what the model is given
   * @return the result
   */
  static ToolResult failed(String text) {
    return new Failed(text);
  }

  /**
   * Asks the model to make the call again in another way.
   *
   * @param hint what it should change
   * @return the result
   */
  static ToolResult retry(String hint) {
    return new Retry(hint);
  }

  /**
   * Parks the task until a moment.
   *
   * @param until the moment
   * @param value what the model is given then
   * @return the result
   */
  static ToolResult sleepUntil(Instant until, @Nullable Object value) {
    return new Sleep(until, value);
  }

  /**
   * Leaves the answer to someone outside. If nobody answers in time, the model is given {@code
   * timed out}; {@link Pending#onTimeout(OnTimeout)} says otherwise.
   *
   * @param timeout how long it may take, more than zero
   * @return the result
   */
  static Pending pending(Duration timeout) {
    return new Pending(timeout, OnTimeout.answer("timed out"), List.of());
  }

  /**
   * Leaves the answer to child tasks, and waits for all of them; {@link Spawn#policy(ChildPolicy)}
   * says otherwise.
   *
   * @param agent the agent that the children run
   * @param contexts what each child starts from
   * @return the result
   */
  static Spawn spawn(Agent<?> agent, List<AgentContext> contexts) {
    return new Spawn(agent, contexts, ChildPolicy.collect());
  }
}
