package io.factorial.agent;

import io.factorial.message.Message;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a run starts from.
 *
 * @param query what the agent is asked
 * @param messages earlier messages of the conversation, oldest first
 * @param state the first state, of the class that the agent declares
 */
public record AgentContext(String query, List<Message> messages, @Nullable Record state) {

  /**
   * Copies the messages.
   *
   * @param query what the agent is asked
   * @param messages earlier messages of the conversation, oldest first
   * @param state the first state, of the class that the agent declares
   */
  public AgentContext {
    Objects.requireNonNull(query, "query");
    messages = List.copyOf(messages);
  }

  /**
   * A context of a query alone.
   *
   * @param query what the agent is asked
   * @return the context
   */
  public static AgentContext of(String query) {
    return new AgentContext(query, List.of(), null);
  }

  /**
   * A copy with earlier messages.
   *
   * @param earlier the messages that come before the query, oldest first
   * @return the copy
   */
  public AgentContext withMessages(List<? extends Message> earlier) {
    return new AgentContext(query, List.copyOf(earlier), state);
  }

  /**
   * A copy with a state to start from.
   *
   * @param state the first state, of the class that the agent declares
   * @return the copy
   */
  public AgentContext withState(Record state) {
    return new AgentContext(query, messages, Objects.requireNonNull(state, "state"));
  }
}
