package io.factorial.run;

import io.factorial.budget.Usage;
import io.factorial.message.Message;
import io.factorial.task.TaskId;
import java.time.Duration;
import java.util.List;

/** A run that is over: what it took and what it leaves. Implemented by Factorial only. */
public interface RunSummary {

  /**
   * The task that was run.
   *
   * @return its id
   */
  TaskId taskId();

  /**
   * The agent that was run.
   *
   * @return its name
   */
  String agent();

  /**
   * How many turns were run.
   *
   * @return the number
   */
  int turns();

  /**
   * What the run itself used.
   *
   * @return the usage, without children
   */
  Usage usage();

  /**
   * What the run and all its descendants used.
   *
   * @return the usage of the tree
   */
  Usage treeUsage();

  /**
   * How long the run took, waits included.
   *
   * @return the time from its start to its end
   */
  Duration duration();

  /**
   * The whole conversation.
   *
   * @return the messages, oldest first
   */
  List<Message> messages();

  /**
   * The run's last state.
   *
   * @param type the class that the agent declared by {@code state(…)}
   * @param <S> that class
   * @return the state
   * @throws io.factorial.error.InvalidDefinitionException when the agent declared another class, or
   *     none
   */
  <S extends Record> S state(Class<S> type);
}
