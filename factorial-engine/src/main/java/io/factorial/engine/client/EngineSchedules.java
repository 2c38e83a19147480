package io.factorial.engine.client;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.engine.journal.Deferral;
import io.factorial.engine.journal.Payloads;
import io.factorial.engine.turn.LiveRun;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.error.UnknownAgentException;
import io.factorial.json.Json;
import io.factorial.orchestrator.Schedule;
import io.factorial.orchestrator.Schedules;
import io.factorial.port.AgentCard;
import io.factorial.port.Fleet;
import io.factorial.port.NewTask;
import io.factorial.port.Nonce;
import io.factorial.port.ScheduleChange;
import io.factorial.port.ScheduleResult;
import io.factorial.port.TickResult;
import io.factorial.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schedules of the store. A tick's task id derives from schedule and tick, and the store moves
 * the schedule in the same step: of all processes that fire a tick, one makes its task. Every time
 * is the store's, so that clocks of processes do not matter. Thread-safe.
 */
final class EngineSchedules implements Schedules {
  private static final Logger log = LoggerFactory.getLogger(EngineSchedules.class);

  private final Client client;
  private final TaskMaker maker;
  private final Runnable register;

  /**
   * Makes the schedules.
   *
   * @param client the store
   * @param maker makes tasks
   * @param register makes the agents of this process known to the store
   */
  EngineSchedules(Client client, TaskMaker maker, Runnable register) {
    this.client = client;
    this.maker = maker;
    this.register = register;
  }

  @Override
  public void every(
      String name, Duration interval, Agent<?> agent, String ownerId, AgentContext context) {
    if (!interval.isPositive()) {
      throw InvalidDefinitionException.of("interval of schedule " + name, interval, "more than 0");
    }
    put(name, ownerId, spec(agent, context, new ScheduleSpec.Timing.Every(interval)));
  }

  @Override
  public void cron(
      String name,
      String expression,
      ZoneId zone,
      Agent<?> agent,
      String ownerId,
      AgentContext context) {
    ScheduleSpec.Timing timing = new ScheduleSpec.Timing.Cron(expression, zone.getId());
    put(name, ownerId, spec(agent, context, timing));
  }

  private static ScheduleSpec spec(
      Agent<?> agent, AgentContext context, ScheduleSpec.Timing timing) {
    Record state = LiveRun.initialState(agent.definition(), context.state());
    return new ScheduleSpec(
        agent.name(),
        agent.version(),
        agent.definition().budget(),
        new Deferral.Child(
            context.query(), context.messages(), Optional.ofNullable(state).map(Json::of)),
        timing);
  }

  private void put(String name, String ownerId, ScheduleSpec spec) {
    Instant now = client.ports().queue().tick(1, 0, 0).now();
    Instant firstTick = spec.next(now, now);
    register.run();
    if (!agents(client.ports().store().fleet()).contains(spec.agent())) {
      throw new UnknownAgentException(spec.agent());
    }
    client
        .ports()
        .queue()
        .schedule(new ScheduleChange.Put(name, ownerId, Payloads.of(Json.of(spec)), firstTick));
  }

  @Override
  public void remove(String name) {
    client.ports().queue().schedule(new ScheduleChange.Remove(name));
  }

  private static Set<String> agents(Fleet fleet) {
    return fleet.agents().stream().map(AgentCard::name).collect(Collectors.toSet());
  }

  @Override
  public List<Schedule> list() {
    Fleet fleet = client.ports().store().fleet();
    Set<String> agents = agents(fleet);
    return fleet.schedules().stream()
        .map(row -> shown(row, agents))
        .sorted(Comparator.comparing(Schedule::name))
        .toList();
  }

  private static Schedule shown(Fleet.ScheduleRow row, Set<String> agents) {
    ScheduleSpec spec = Payloads.json(row.spec()).as(ScheduleSpec.class);
    return new Schedule(
        row.name(),
        spec.agent(),
        row.ownerId(),
        spec.start().query(),
        spec.timing().text(),
        row.nextTick(),
        agents.contains(spec.agent()));
  }

  /** Enqueues the task of a due tick, unless somebody was faster. */
  void fire(TickResult.DueSchedule due, Instant now) {
    ScheduleSpec spec = Payloads.json(due.spec()).as(ScheduleSpec.class);
    Nonce nonce = Nonce.derived(due.name() + "@" + due.tick().toEpochMilli());
    TaskId id = client.ports().queue().id(due.ownerId(), nonce);
    NewTask task = maker.scheduled(id, due.ownerId(), spec).build();
    ScheduleChange fire =
        new ScheduleChange.Fire(due.name(), due.tick(), spec.next(due.tick(), now), task);
    if (client.ports().queue().schedule(fire) == ScheduleResult.REFUSED) {
      log.atWarn()
          .addKeyValue("schedule", due.name())
          .addKeyValue("agent", spec.agent())
          .log("schedule came due and made no task: no worker ever registered its agent");
    }
  }
}
