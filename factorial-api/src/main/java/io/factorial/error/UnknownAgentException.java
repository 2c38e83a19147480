package io.factorial.error;

/** The refusal to enqueue a task for an agent that no process ever registered. */
public final class UnknownAgentException extends FactorialException {

  private static final long serialVersionUID = 1L;

  /** The name that no process registered. */
  private final String agent;

  /**
   * Refuses a task.
   *
   * @param agent the name that no process registered
   */
  public UnknownAgentException(String agent) {
    super(
        "agent "
            + agent
            + ": unknown (expected: a name that some process registered; start a worker that calls"
            + " registerRunner with it)");
    this.agent = agent;
  }

  /**
   * The name that no process registered.
   *
   * @return the agent's name
   */
  public String agent() {
    return agent;
  }

  /** {@inheritDoc} Never: a person must start a worker first. */
  @Override
  public boolean retryable() {
    return false;
  }
}
