package io.factorial.examples.batch;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.budget.Budget;
import io.factorial.budget.Usage;
import io.factorial.event.AgentEvent;
import io.factorial.event.BatchEvent;
import io.factorial.event.EventFilter;
import io.factorial.event.EventStream;
import io.factorial.event.RunEvent;
import io.factorial.examples.Person;
import io.factorial.examples.Setting;
import io.factorial.examples.batch.Invoices.Booking;
import io.factorial.examples.batch.Invoices.Category;
import io.factorial.llm.ModelSettings;
import io.factorial.orchestrator.AgentWorkerConfig;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.run.RunResult;
import io.factorial.task.BatchHandle;
import io.factorial.task.BatchProgress;
import io.factorial.task.TaskData;
import io.factorial.task.TaskHandle;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Five hundred invoices are booked in a night, as one batch. Each may take three turns: enough for
 * nearly all, and a bound for one that leads the model round in circles. What runs out of budget is
 * paused, and a person raises the budget or ends it.
 */
public final class NightlyBatchExample {

  private static final String OWNER = "accounts";
  private static final Budget EACH = Budget.builder().turns(3).build();
  private static final Budget RAISED = Budget.builder().turns(8).build();
  private static final int BAR = 20;

  private final Person person;
  private int shown = -1;

  private NightlyBatchExample(Person person) {
    this.person = person;
  }

  /**
   * Runs the example with a model of OpenAI; the key is in {@code OPENAI_API_KEY}.
   *
   * @param args none
   * @throws InterruptedException when interrupted
   */
  public static void main(String[] args) throws InterruptedException {
    run(Setting.usual());
  }

  /**
   * Runs the example.
   *
   * @param setting where it takes place
   * @return how the batch ended
   * @throws InterruptedException when interrupted
   */
  public static BatchProgress run(Setting setting) throws InterruptedException {
    return new NightlyBatchExample(setting.person()).book(setting);
  }

  private BatchProgress book(Setting setting) throws InterruptedException {
    Agent<Booking> clerk =
        Agent.builder("clerk", Booking.class)
            .instructions("Book the invoice. Read its annexes if you must.")
            .model(setting.model())
            .modelSettings(ModelSettings.builder().maxCompletionTokens(100).build())
            .tools(new Invoices())
            .budget(EACH)
            .build();
    try (Orchestrator orchestrator = setting.open()) {
      orchestrator.registerRunner(clerk, AgentWorkerConfig.builder().batchSize(50).build());
      orchestrator.start();
      try (EventStream events = orchestrator.subscribe(EventFilter.owner(OWNER))) {
        List<AgentContext> invoices = Invoices.queries().stream().map(AgentContext::of).toList();
        BatchHandle<Booking> batch = orchestrator.enqueueBatch(clerk, OWNER, invoices);
        person.tell(OWNER, invoices.size() + " invoices; each may take " + EACH.turns() + " turns");
        follow(batch, events, orchestrator);
        sum(batch);
        return batch.progress();
      }
    }
  }

  private void follow(BatchHandle<?> batch, EventStream events, Orchestrator orchestrator)
      throws InterruptedException {
    BatchProgress progress = batch.progress();
    while (progress.percent() < 100) {
      Optional<AgentEvent> event = events.poll(Duration.ofMillis(250));
      if (event.isPresent()) {
        switch (event.get()) {
          case RunEvent.Paused paused ->
              decide(orchestrator.task(paused.taskId()), paused.reason());
          case BatchEvent told -> progress = told.progress(); // at most once a second
          default -> {} // of the other events nothing has to be told here
        }
      } else {
        progress = batch.progress();
      }
      show(progress);
    }
    person.show("");
  }

  /** A bar for whoever watches. */
  private void show(BatchProgress progress) {
    int done = (int) (progress.percent() * BAR / 100);
    if (done != shown) {
      shown = done;
      person.show(
          "[%s%s] %3.0f %%  %d booked, %d failed, %d cancelled"
              .formatted(
                  "#".repeat(done),
                  ".".repeat(BAR - done),
                  progress.percent(),
                  progress.completed(),
                  progress.failed(),
                  progress.cancelled()));
    }
  }

  private void decide(TaskHandle<?> task, String reason) {
    TaskData data = task.data();
    person.tell("paused", data.query() + " (" + reason + " after " + data.turn() + " turns)");
    String answer =
        person
            .ask("Give it more turns? [y]es, [n]o:")
            .orElse(data.query().contains("Sundries") ? "y" : "n");
    if (answer.startsWith("y")) {
      person.tell(OWNER, "raises its budget to " + RAISED.turns() + " turns");
      task.resume(RAISED);
    } else {
      person.tell(OWNER, "ends it");
      task.cancel();
    }
  }

  private void sum(BatchHandle<Booking> batch) throws InterruptedException {
    Map<Category, Integer> booked = new EnumMap<>(Category.class);
    Usage used = Usage.ZERO;
    for (RunResult<Booking> result : batch.await(Duration.ofMinutes(1))) {
      result.completed().ifPresent(found -> booked.merge(found.category(), 1, Integer::sum));
      used = used.plus(result.run().usage());
    }
    person.tell("booked", booked.toString());
    person.tell(
        "in all",
        "%d model calls, %d tokens read, %d written, %s"
            .formatted(
                used.requests(), used.inputTokens(), used.outputTokens(), money(used.costUsd())));
  }

  private static String money(@Nullable BigDecimal usd) {
    return usd == null
        ? "cost unknown: the model has no price"
        : usd.setScale(4, RoundingMode.HALF_UP) + " dollars";
  }
}
