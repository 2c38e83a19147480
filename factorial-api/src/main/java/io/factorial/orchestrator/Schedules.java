package io.factorial.orchestrator;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/**
 * What is enqueued by time. Stored under names: the same name again replaces the schedule, and each
 * tick makes one task however many processes watch. Implemented by Factorial only.
 */
public interface Schedules {

  /**
   * Enqueues a task again and again.
   *
   * @param name the schedule's name
   * @param interval the time between two tasks, more than zero
   * @param agent the agent that they run
   * @param ownerId whoever they are run for
   * @param context what each of them starts from
   * @throws io.factorial.error.UnknownAgentException when no process ever registered an agent of
   *     this name
   */
  void every(String name, Duration interval, Agent<?> agent, String ownerId, AgentContext context);

  /**
   * Enqueues a task at the times of a cron expression.
   *
   * @param name the schedule's name
   * @param expression minute, hour, day of month, month, day of week
   * @param zone where the times are meant
   * @param agent the agent that they run
   * @param ownerId whoever they are run for
   * @param context what each of them starts from
   * @throws io.factorial.error.UnknownAgentException when no process ever registered an agent of
   *     this name
   */
  void cron(
      String name,
      String expression,
      ZoneId zone,
      Agent<?> agent,
      String ownerId,
      AgentContext context);

  /**
   * Ends a schedule; tasks that it made go on. Nothing happens when there is none of this name.
   *
   * @param name the schedule's name
   */
  void remove(String name);

  /**
   * What is enqueued by time now.
   *
   * @return the schedules, by name
   */
  List<Schedule> list();
}
