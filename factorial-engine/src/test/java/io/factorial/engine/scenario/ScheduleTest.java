package io.factorial.engine.scenario;

import static io.factorial.engine.scenario.Toolbox.agent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.error.UnknownAgentException;
import io.factorial.event.RunEvent;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.orchestrator.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Schedules of a fleet whose processes' clocks are years behind the store's. */
@OnEveryStore
final class ScheduleTest {
  private static final ZoneId UTC = ZoneId.of("UTC");
  private static final Duration HOUR = Duration.ofHours(1);

  private final Scene scene = new Scene();
  private final Watch watch = scene.watch();
  private final Agent<String> report = agent("report").build();

  @AfterEach
  void close() {
    scene.close();
  }

  private void twoProcesses() {
    scene.worker(new Model(request -> Model.say("written")), report);
    scene.worker(new Model(request -> Model.say("written")), report);
  }

  /** Lets time pass, and waits until the processes have fired what is due by then. */
  private void pass(Duration time, int expected) throws InterruptedException {
    scene.pass(time);
    watch.until(() -> queued() >= expected && due().isEmpty());
    assertThat(queued()).isEqualTo(expected);
  }

  /** How many tasks there were; those that ended long ago are gone. */
  private int queued() {
    return watch.of(RunEvent.Queued.class).size();
  }

  private List<?> due() {
    return scene.queue().tick(100, 1).schedules();
  }

  @Test
  void anIntervalMakesOneTaskPerTickHoweverManyProcessesThereAre() throws Exception {
    twoProcesses();
    scene
        .client()
        .schedules()
        .every("hourly", HOUR, report, Scene.OWNER, AgentContext.of("write the report"));
    for (int tick = 1; tick <= 5; tick++) {
      pass(HOUR, tick);
    }
    watch.until("run_completed", 5);
    assertThat(watch.of(RunEvent.Started.class))
        .hasSize(5)
        .allSatisfy(event -> assertThat(event.query()).isEqualTo("write the report"));
  }

  @Test
  void ticksThatWereMissedAreNotMadeUpFor() throws Exception {
    twoProcesses();
    scene.client().schedules().every("hourly", HOUR, report, Scene.OWNER, AgentContext.of("go"));
    pass(HOUR.multipliedBy(10).plusMinutes(30), 1);
    pass(Duration.ofMinutes(31), 2);
  }

  @Test
  void aCronExpressionFiresAtItsTimesInItsZone() throws Exception {
    twoProcesses();
    scene
        .client()
        .schedules()
        .cron("nightly", "30 3 * * *", UTC, report, Scene.OWNER, AgentContext.of("go"));
    pass(Duration.ofHours(3), 0);
    pass(Duration.ofMinutes(31), 1);
    pass(Duration.ofHours(20), 1);
    pass(Duration.ofHours(4), 2);
  }

  @Test
  void aScheduleThatWasReplacedOrRemovedFiresNoMore() throws Exception {
    twoProcesses();
    scene.client().schedules().every("one", HOUR, report, Scene.OWNER, AgentContext.of("old"));
    scene
        .client()
        .schedules()
        .every("one", HOUR.multipliedBy(2), report, Scene.OWNER, AgentContext.of("new"));
    pass(HOUR, 0);
    pass(HOUR, 1);
    watch.until("run_started");
    assertThat(watch.of(RunEvent.Started.class).getFirst().query()).isEqualTo("new");
    scene.client().schedules().remove("one");
    pass(HOUR.multipliedBy(5), 1);
  }

  @Test
  void schedulesAreListedWithWhatTheyEnqueueAndWhen() throws Exception {
    twoProcesses();
    var schedules = scene.client().schedules();
    schedules.cron("nightly", "30 3 * * *", UTC, report, "user2", AgentContext.of("write"));
    schedules.every("hourly", HOUR, report, Scene.OWNER, AgentContext.of("go"));
    Instant start = scene.clock().instant();
    assertThat(schedules.list())
        .containsExactly(
            new Schedule(
                "hourly", "report", Scene.OWNER, "go", "every PT1H", start.plus(HOUR), true),
            new Schedule(
                "nightly",
                "report",
                "user2",
                "write",
                "30 3 * * * UTC",
                start.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofMinutes(210)),
                true));
    pass(HOUR, 1);
    assertThat(schedules.list().getFirst().nextTick()).isEqualTo(start.plus(HOUR).plus(HOUR));
    schedules.remove("hourly");
    assertThat(schedules.list()).extracting(Schedule::name).containsExactly("nightly");
  }

  @Test
  void aScheduleOfAnAgentThatNobodyRegisteredIsRefused() {
    assertThatThrownBy(
            () ->
                scene
                    .client()
                    .schedules()
                    .every("hourly", HOUR, report, Scene.OWNER, AgentContext.of("go")))
        .isInstanceOf(UnknownAgentException.class)
        .hasMessageContaining("report");
    assertThat(scene.client().schedules().list()).isEmpty();
  }

  @Test
  void aProcessThatRegisteredTheAgentMayScheduleItBeforeItStarts() {
    Orchestrator process =
        scene.process(new Model(request -> Model.say("done")), UnaryOperator.identity());
    process.registerRunner(report);
    process.schedules().every("hourly", HOUR, report, Scene.OWNER, AgentContext.of("go"));
    assertThat(scene.client().schedules().list()).hasSize(1);
  }

  @Test
  void anExpressionThatNamesNoTimeIsRefused() {
    assertThatThrownBy(
            () ->
                scene
                    .client()
                    .schedules()
                    .cron("odd", "every day", UTC, report, Scene.OWNER, AgentContext.of("go")))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("every day");
  }
}
