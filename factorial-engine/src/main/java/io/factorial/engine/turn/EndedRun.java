package io.factorial.engine.turn;

import io.factorial.budget.Usage;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.message.Message;
import io.factorial.run.RunSummary;
import io.factorial.task.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A run that is over.
 *
 * @param taskId its id
 * @param agent its agent
 * @param turns its turns
 * @param usage what it used
 * @param treeUsage what its tree used
 * @param duration from its start to its end
 * @param conversation reads its messages
 * @param finalState reads its state, or null
 */
public record EndedRun(
    TaskId taskId,
    String agent,
    int turns,
    Usage usage,
    Usage treeUsage,
    Duration duration,
    Supplier<List<Message>> conversation,
    StateReader finalState)
    implements RunSummary {
  /** Reads the state record that a run left. */
  @FunctionalInterface
  public interface StateReader {
    /**
     * Reads the state.
     *
     * @param type its class
     * @return the state; null when there is none
     */
    @Nullable Record read(Class<? extends Record> type);
  }

  static EndedRun of(String agent, ChildEnd child) {
    return new EndedRun(
        child.id(),
        agent,
        child.turns(),
        child.usage(),
        child.usage(),
        Duration.ZERO,
        List::of,
        type -> null);
  }

  @Override
  public List<Message> messages() {
    return conversation.get();
  }

  @Override
  public <S extends Record> S state(Class<S> type) {
    Record state = finalState.read(type);
    if (!type.isInstance(state)) {
      throw new InvalidDefinitionException(
          "state of run " + taskId + ": none (expected: " + type.getName() + ")");
    }
    return type.cast(state);
  }
}
