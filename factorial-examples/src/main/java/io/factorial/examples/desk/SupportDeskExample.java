package io.factorial.examples.desk;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.event.AgentEvent;
import io.factorial.event.EventFilter;
import io.factorial.event.EventStream;
import io.factorial.event.RunEvent;
import io.factorial.event.TaskEvent;
import io.factorial.event.ToolEvent;
import io.factorial.examples.Person;
import io.factorial.examples.Setting;
import io.factorial.orchestrator.AgentWorkerConfig;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskId;
import io.factorial.task.TaskStatus;
import io.factorial.wait.AnswerOutcome;
import io.factorial.wait.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Three customers want their money back. The desk asks each by e-mail and waits; one never answers.
 * A large refund needs a person's word. And in the middle of that refund the worker is stopped: the
 * money has gone out, nobody knows, and it must not go out again.
 */
public final class SupportDeskExample {

  /** How long a customer has for an answer: a day, at a desk with real ones. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  /** And when whoever types plays the customers. */
  private static final Duration PATIENCE_WITH_TYPISTS = Duration.ofSeconds(20);

  private static final String OWNER = "shop";
  private static final AgentWorkerConfig WORKER =
      AgentWorkerConfig.builder().shutdownGrace(Duration.ofMillis(200)).build();

  private final Person person;
  private final Mailbox mailbox = new Mailbox();
  private final Payments payments = new Payments();
  private final Map<TaskId, String> customers = new HashMap<>();
  private final List<Mailbox.Mail> unanswered = new ArrayList<>();
  private long parked;

  private SupportDeskExample(Person person) {
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
   * @return how often each order was paid back
   * @throws InterruptedException when interrupted
   */
  public static Map<String, Integer> run(Setting setting) throws InterruptedException {
    return new SupportDeskExample(setting.person()).serve(setting);
  }

  private Map<String, Integer> serve(Setting setting) throws InterruptedException {
    DeskTools tools =
        new DeskTools(mailbox, payments, person.isThere() ? PATIENCE_WITH_TYPISTS : PATIENCE);
    Agent<String> desk = desk(setting.model(), tools);
    try (Orchestrator office = setting.open()) { // never started: a client, as a web server is
      Optional<Orchestrator> first = Optional.of(worker(setting, desk));
      try (EventStream events = office.subscribe(EventFilter.owner(OWNER));
          Orchestrator second = setting.open()) {
        List<TaskHandle<String>> tasks =
            List.of(
                enqueue(office, desk, "Ana", "1001", "30.00"),
                enqueue(office, desk, "Ben", "1002", "45.00"),
                enqueue(office, desk, "Chen", "1003", "180.00"));
        while (!tasks.stream().allMatch(task -> task.status().isOver())) {
          events.poll(Duration.ofMillis(50)).ifPresent(event -> see(event, office));
          mailbox.next().ifPresent(mail -> deliver(mail, office));
          showParked(tasks);
          if (first.isPresent() && payments.hangs()) {
            person.tell("worker 1", "is stopped, in the middle of the payment");
            first.get().close();
            first = Optional.empty();
            second.registerRunner(desk, WORKER);
            second.start();
            person.tell("worker 2", "takes over");
          }
        }
        person.show("");
        drain(events, office);
      } finally {
        first.ifPresent(Orchestrator::close);
      }
      unanswered.forEach(mail -> answer(mail, "yes, sorry for the delay", office));
    }
    return sum();
  }

  private static Agent<String> desk(String model, DeskTools tools) {
    return Agent.builder("desk")
        .instructions(
            "You work at the desk of a shop. Before you pay back, ask the customer to confirm. If"
                + " the customer does not confirm, pay nothing. If you do not know whether a refund"
                + " went through, count the refunds of the order; never pay twice. End with one"
                + " sentence to the customer.")
        .model(model)
        .tools(tools)
        .tool(tools.refund())
        .maxTurns(10)
        .build();
  }

  private void showParked(List<TaskHandle<String>> tasks) {
    long now = tasks.stream().filter(SupportDeskExample::isParked).count();
    if (now != parked) {
      parked = now;
      person.show(now == 0 ? "" : now + " parked, without a thread, until someone answers");
    }
  }

  private static boolean isParked(TaskHandle<?> task) {
    return task.status() == TaskStatus.PENDING_TOOL_RESULTS;
  }

  private static Orchestrator worker(Setting setting, Agent<String> desk) {
    Orchestrator worker = setting.open();
    worker.registerRunner(desk, WORKER);
    worker.start();
    return worker;
  }

  private TaskHandle<String> enqueue(
      Orchestrator office, Agent<String> desk, String customer, String order, String amount) {
    String query =
        customer + " wants the " + amount + " of order " + order + " back. Please see to it.";
    TaskHandle<String> task = office.enqueue(desk, OWNER, AgentContext.of(query));
    customers.put(task.id(), customer);
    person.tell(customer, "wants " + amount + " back for order " + order);
    return task;
  }

  private void see(AgentEvent event, Orchestrator office) {
    String customer = customers.getOrDefault(event.taskId(), "");
    switch (event) {
      case ToolEvent.Completed done -> person.tell("desk/" + customer, did(done));
      case ToolEvent.Failed failed ->
          person.tell("desk/" + customer, "is told: " + failed.error().message());
      case TaskEvent.PendingToolResults parked -> {
        for (Wait wait : parked.waits()) {
          if (wait.kind() == Wait.Kind.APPROVAL) {
            approve(wait, customer, office);
          }
        }
      }
      case TaskEvent.WaitReminder reminder ->
          person.tell("desk/" + customer, "reminds " + customer + " of the question");
      case TaskEvent.WaitTimedOut late ->
          person.tell("desk/" + customer, "the deadline has passed");
      case RunEvent.Output output ->
          person.tell("to " + customer, output.output().as(String.class));
      case TaskEvent.Failed failed -> person.tell("desk/" + customer, failed.error().message());
      default -> {} // of the other events nothing has to be told here
    }
  }

  private static String did(ToolEvent.Completed done) {
    return switch (done.call().name()) {
      case "confirm" -> "hears: " + done.text();
      case "countRefunds" -> "counts the refunds of the order: " + done.text();
      default -> done.text();
    };
  }

  private void approve(Wait wait, String customer, Orchestrator office) {
    DeskTools.Refund refund = wait.arguments().as(DeskTools.Refund.class);
    person.tell(
        "desk/" + customer,
        "may it pay back " + refund.amount() + " for order " + refund.order() + "?");
    boolean allowed =
        person
            .ask("You are the head of the shop. Allow it? [y]es, [n]o:")
            .orElse("y")
            .startsWith("y");
    AnswerOutcome outcome =
        allowed
            ? office.waits().approve(wait)
            : office.waits().reject(wait, "the head of the shop said no");
    person.tell("head of shop", (allowed ? "yes" : "no") + " (" + outcome + ")");
  }

  private void deliver(Mailbox.Mail mail, Orchestrator office) {
    person.tell("mail to " + mail.to(), mail.question());
    Optional<String> typed =
        person.ask("You are " + mail.to() + ". Your answer (empty: none for now):");
    String answer = typed.orElse(mail.to().equals("Ben") ? "" : "yes, please");
    if (answer.isEmpty()) {
      unanswered.add(mail);
    } else {
      answer(mail, answer, office);
    }
  }

  /** What a web server does when the customer follows the link in the mail. */
  private void answer(Mailbox.Mail mail, String text, Orchestrator office) {
    AnswerOutcome outcome = office.completeDeferredTool(mail.task(), mail.call(), text);
    person.tell(mail.to(), "answers: " + text + " (" + outcome + ")");
  }

  private void drain(EventStream events, Orchestrator office) throws InterruptedException {
    Optional<AgentEvent> event = events.poll(Duration.ofMillis(200));
    while (event.isPresent()) {
      see(event.get(), office);
      event = events.poll(Duration.ofMillis(200));
    }
  }

  private Map<String, Integer> sum() {
    Map<String, Integer> refunds = new HashMap<>();
    person.tell("", "");
    person.tell("in all", "how often each order was paid back:");
    for (String order : List.of("1001", "1002", "1003")) {
      refunds.put(order, payments.refunds(order));
      person.tell("", order + ": " + payments.refunds(order));
    }
    return refunds;
  }
}
