package io.factorial.cli.demo;

import io.factorial.agent.Agent;
import io.factorial.cli.scripted.Script;
import io.factorial.task.TaskStatus;
import java.util.function.Function;

/**
 * One task of the demo.
 *
 * @param owner whom it is run for
 * @param agent which agent runs it
 * @param query what the agent is asked
 * @param happening what happens to it on the way
 * @param script how the scripted model works on it
 */
record Story(
    String owner,
    Function<DemoAgents, Agent<?>> agent,
    String query,
    Happening happening,
    Script script) {

  /** What happens to a task on the way. */
  enum Happening {
    NOTHING,
    /** The model's server is out of order once. Only the scripted one can be asked for this. */
    OUTAGE,
    /** The user adds a wish while the task runs. */
    STEERING,
    /** The user cancels the task while the model talks. */
    CANCEL
  }

  TaskStatus expected() {
    return happening == Happening.CANCEL ? TaskStatus.CANCELLED : TaskStatus.COMPLETED;
  }
}
