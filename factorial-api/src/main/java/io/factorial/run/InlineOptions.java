package io.factorial.run;

import io.factorial.budget.Budget;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.event.AgentEvent;
import io.factorial.guard.Verdict;
import io.factorial.message.Message;
import io.factorial.wait.Wait;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How an inline run is watched, steered and limited.
 *
 * @param onEvent is given each event in order; does nothing by default
 * @param approver answers approvals; without one, a call that needs an approval fails the run
 * @param steering is asked at each turn boundary for messages to put in; none by default
 * @param budget replaces the agent's budget, field by field
 * @param ownerId whoever the run is for; {@code inline} by default
 */
public record InlineOptions(
    Consumer<? super AgentEvent> onEvent,
    @Nullable Function<Wait, Verdict> approver,
    Supplier<List<Message>> steering,
    @Nullable Budget budget,
    String ownerId) {

  /**
   * Checks that there is an owner.
   *
   * @param onEvent is given each event in order
   * @param approver answers approvals
   * @param steering is asked at each turn boundary for messages to put in
   * @param budget replaces the agent's budget, field by field
   * @param ownerId whoever the run is for
   */
  public InlineOptions {
    Objects.requireNonNull(onEvent, "onEvent");
    Objects.requireNonNull(steering, "steering");
    if (ownerId.isBlank()) {
      throw InvalidDefinitionException.of("ownerId", "\"" + ownerId + "\"", "not blank");
    }
  }

  /**
   * Options that change nothing.
   *
   * @return the defaults
   */
  public static InlineOptions defaults() {
    return builder().build();
  }

  /**
   * A builder that starts from the defaults.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects options; for one thread. */
  public static final class Builder {
    private Consumer<? super AgentEvent> onEvent = event -> {};
    private @Nullable Function<Wait, Verdict> approver;
    private Supplier<List<Message>> steering = List::of;
    private @Nullable Budget budget;
    private String ownerId = "inline";

    private Builder() {}

    /**
     * Sets who is given the events.
     *
     * @param onEvent is given each event in order
     * @return this
     */
    public Builder onEvent(Consumer<? super AgentEvent> onEvent) {
      this.onEvent = onEvent;
      return this;
    }

    /**
     * Sets who answers approvals.
     *
     * @param approver the verdict on what the wait asks
     * @return this
     */
    public Builder approver(Function<Wait, Verdict> approver) {
      this.approver = approver;
      return this;
    }

    /**
     * Sets where steering messages come from.
     *
     * @param steering is asked at each turn boundary
     * @return this
     */
    public Builder steering(Supplier<List<Message>> steering) {
      this.steering = steering;
      return this;
    }

    /**
     * Sets a budget.
     *
     * @param budget replaces the agent's budget, field by field
     * @return this
     */
    public Builder budget(Budget budget) {
      this.budget = budget;
      return this;
    }

    /**
     * Sets whoever the run is for.
     *
     * @param ownerId the owner's id
     * @return this
     */
    public Builder ownerId(String ownerId) {
      this.ownerId = ownerId;
      return this;
    }

    /**
     * Makes the options.
     *
     * @return the options
     */
    public InlineOptions build() {
      return new InlineOptions(onEvent, approver, steering, budget, ownerId);
    }
  }
}
