package io.factorial.redis.twin;

import io.factorial.budget.Usage;
import io.factorial.port.Chunk;
import io.factorial.port.CommitResult;
import io.factorial.port.Entry;
import io.factorial.port.HeartbeatResult;
import io.factorial.port.Held;
import io.factorial.port.Lease;
import io.factorial.port.NewWait;
import io.factorial.port.Next;
import io.factorial.port.Payload;
import io.factorial.port.Reservation;
import io.factorial.port.Spend;
import io.factorial.port.Wish;
import io.factorial.port.WorkerId;
import io.factorial.port.Write;
import io.factorial.port.WriteResult;
import io.factorial.run.RunError;
import io.factorial.testkit.contract.Running;
import io.factorial.tool.ChildPolicy;
import io.factorial.wait.Wait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Three workers that do what an engine does: fetch, record steps, park, end turns, beat. Now and
 * then one of them sends a write twice, after it has lost the task, or with a length that is wrong.
 */
final class Workers {
  private static final int LONGEST_ID = 60;

  private final Cast cast;
  private final Clients clients;

  /** What the workers believe to hold. */
  private final List<Hand> hands = new ArrayList<>();

  private final List<Running> lost = new ArrayList<>();

  /** Workers that do not beat, and for how many beats. */
  private final Map<WorkerId, Integer> frozen = new HashMap<>();

  /** A task in a worker's hands, and what is open in its turn. */
  private static final class Hand {
    private final Running running;
    private List<NewWait> waits;
    private @Nullable Reservation reservation;
    private boolean completed;

    Hand(Running running, List<NewWait> waits) {
      this.running = running;
      this.waits = waits;
      this.completed = running.leased().turnOpen();
    }
  }

  Workers(Cast cast, Clients clients) {
    this.cast = cast;
    this.clients = clients;
  }

  void act() {
    int dice = cast.random.nextInt(100);
    if (hands.isEmpty() || dice < 22) {
      fetch();
    } else if (dice < 88) {
      work(cast.pick(hands));
    } else if (dice < 93) {
      writeWithALostLease();
    } else if (dice < 96) {
      beat(cast.pick(Cast.WORKERS));
    } else {
      release();
    }
  }

  private void fetch() {
    WorkerId worker = cast.pick(Cast.WORKERS);
    if (frozen.containsKey(worker)) {
      return;
    }
    List<String> agents = new ArrayList<>(Cast.AGENTS);
    Collections.shuffle(agents, cast.random);
    List<Wish.Want> wants = new ArrayList<>();
    for (String agent : agents.subList(0, 1 + cast.random.nextInt(2))) {
      wants.add(new Wish.Want(agent, null, 1 + cast.random.nextInt(3)));
    }
    List<Running> fetched = new ArrayList<>();
    cast.stage
        .queue()
        .fetch(worker, new Wish(cast.nonce(), Cast.LEASE, wants))
        .forEach(task -> fetched.add(new Running(cast.stage.queue(), task)));
    cast.did("fetch by " + worker + " " + wants + " " + fetched);
    if (!cast.oneIn(15)) {
      fetched.forEach(this::take);
    }
  }

  private void take(Running running) {
    hands.stream()
        .filter(hand -> hand.running.id().equals(running.id()))
        .toList()
        .forEach(this::lose);
    hands.add(new Hand(running, unanswered(running)));
  }

  /** The waits of a turn that was taken over, but for those whose answer it can read. */
  private List<NewWait> unanswered(Running running) {
    List<NewWait> left = new ArrayList<>();
    if (running.leased().turnOpen()) {
      cast.reserved.getOrDefault(running.id(), List.of()).stream()
          .filter(wait -> wait.turn() == running.turn())
          .filter(wait -> !isAnswered(running.leased().journal(), wait))
          .forEach(left::add);
    }
    return left;
  }

  private static boolean isAnswered(List<Entry> journal, NewWait wait) {
    return journal.stream()
        .anyMatch(
            entry ->
                entry.kind() == Entry.Kind.ANSWER
                    && entry.turn() == wait.turn()
                    && entry.index() == wait.index());
  }

  private void lose(Hand hand) {
    hands.remove(hand);
    lost.add(hand.running);
  }

  private void work(Hand hand) {
    switch (cast.random.nextInt(20)) {
      case 0, 1 -> note(hand);
      case 2, 3, 4, 5 -> turn(hand);
      case 6 -> chunk(hand);
      case 7, 8, 9 -> complete(hand);
      case 10 -> commit(hand, new Next.BackOff(cast.seconds(10), "503", cast.random.nextBoolean()));
      case 11 -> commit(hand, new Next.Fail(new RunError("broken", cast.text("why"), true)));
      case 12 -> commit(hand, new Next.Pause("policy"));
      case 13 -> commit(hand, new Next.HandBack());
      case 14 -> sendAWrongLength(hand);
      default -> {
        if (hand.waits.isEmpty()) {
          commit(hand, new Next.Continue(cast.oneIn(5)));
        } else {
          park(hand);
        }
      }
    }
  }

  private void note(Hand hand) {
    Running running = hand.running;
    Write.Builder write = running.write();
    write.entry(running.entry(cast.pick(List.of(Entry.Kind.NOTE, Entry.Kind.CLAIM)), 0, text()));
    record(hand, extended(hand, write).build());
  }

  /** The model's answer: it asks for deferred tools, approvals or children, or for nothing. */
  private void turn(Hand hand) {
    if (hand.completed) {
      note(hand);
      return;
    }
    Running running = hand.running;
    List<NewWait> waits = new ArrayList<>();
    int calls = cast.random.nextInt(3);
    for (int i = 0; i < calls; i++) {
      waits.add(wait(running, i));
    }
    Write.Builder write = running.write();
    write.entry(running.entry(Entry.Kind.COMPLETION, 0, text()));
    waits.forEach(write::reserveWait);
    if (!record(hand, extended(hand, write).build())) {
      return;
    }
    hand.completed = true;
    hand.waits = waits;
    cast.reserved.put(running.id(), waits);
    for (NewWait wait : waits) {
      cast.waits.add(running.waitId(wait.call()));
      if (wait.children() > 0 && !cast.oneIn(6)) {
        clients.spawn(running.id(), running.leased().task().ownerId(), wait);
      }
    }
  }

  private NewWait wait(Running running, int index) {
    String call = "call_" + running.turn() + "_" + index;
    boolean parent = running.id().value().length() < LONGEST_ID;
    return switch (cast.random.nextInt(parent ? 5 : 3)) {
      case 0 ->
          running
              .waiting(Wait.Kind.APPROVAL, call, index)
              .asking(Payload.utf8("arguments"), "hash", "may I?")
              .within(timeout());
      case 1 ->
          running
              .deferred(call, index)
              .ending(
                  cast.oneIn(2) ? cast.stage.now().plusSeconds(cast.random.nextInt(30)) : null,
                  cast.oneIn(2) ? null : Payload.utf8("too late"),
                  List.of(Duration.ofSeconds(1), cast.seconds(10).plusMillis(500)))
              .within(timeout());
      case 2 -> running.deferred(call, index).within(timeout());
      default -> {
        int children = 1 + cast.random.nextInt(3);
        yield running
            .waiting(Wait.Kind.CHILD_TASK, call, index)
            .forChildren(children, policy(children));
      }
    };
  }

  private Duration timeout() {
    return Duration.ofSeconds(3 + cast.random.nextInt(40));
  }

  private ChildPolicy policy(int children) {
    return switch (cast.random.nextInt(3)) {
      case 0 -> ChildPolicy.failFast();
      case 1 -> ChildPolicy.firstOf(1 + cast.random.nextInt(children));
      default -> ChildPolicy.collect();
    };
  }

  /** What a write carries besides its entries: state, usage, events, counters, and the budget. */
  private Write.Builder extended(Hand hand, Write.Builder write) {
    Running running = hand.running;
    if (cast.oneIn(3)) {
      write.state(Payload.utf8(cast.text("state")));
    }
    if (cast.oneIn(3)) {
      write.usage(Usage.tokens(cast.random.nextInt(100), cast.random.nextInt(100)));
    }
    if (cast.oneIn(3)) {
      write.event(running.event("tool_completed")).event(running.event("completion_completed"));
    }
    if (cast.oneIn(4)) {
      write.count("tools", 1 + cast.random.nextInt(3));
    }
    if (cast.oneIn(3)) {
      write.reserve(reservation("step-" + cast.random.nextInt(3)));
    }
    if (hand.reservation != null && cast.oneIn(2)) {
      write.settle(reservation(hand.reservation.step()));
    }
    return write;
  }

  private Reservation reservation(String step) {
    return new Reservation(
        step,
        new Spend(
            cast.random.nextInt(2),
            cast.random.nextInt(3),
            cast.random.nextInt(120),
            cast.random.nextInt(60),
            cast.random.nextInt(1000)));
  }

  /** Records, now and then twice; says whether it stands. */
  private boolean record(Hand hand, Write write) {
    Running running = hand.running;
    WriteResult result = running.tryRecord(write);
    cast.did("record by " + running + " " + write + " " + result);
    if (!(result instanceof WriteResult.Written)) {
      refused(hand, result);
      return false;
    }
    hand.reservation = write.reserve() == null ? hand.reservation : write.reserve();
    if (cast.oneIn(5)) {
      cast.stage.queue().record(running.lease(), write);
    }
    return true;
  }

  private void refused(Hand hand, Object result) {
    if (!(result instanceof WriteResult.OverBudget)) {
      lose(hand);
    }
  }

  private void chunk(Hand hand) {
    Running running = hand.running;
    Chunk chunk = new Chunk("completion_chunk", running.turn(), 0, "s", 0, Payload.utf8("piece"));
    cast.did("chunk " + cast.stage.events().chunk(running.lease(), chunk));
  }

  private void park(Hand hand) {
    List<NewWait> open = new ArrayList<>(hand.waits);
    if (open.size() > 1 && cast.oneIn(4)) {
      open.removeFirst();
    }
    commit(hand, new Next.Park(open, List.of(hand.running.event("task_pending"))));
  }

  private void complete(Hand hand) {
    Running running = hand.running;
    commit(
        hand,
        new Next.Complete(
            Payload.utf8(cast.text("output")),
            List.of(running.event("run_completed")),
            List.of(running.entry(Entry.Kind.RESULT, 0, "superseded")),
            List.of(running.event("turn_completed"))));
  }

  private void commit(Hand hand, Next next) {
    Running running = hand.running;
    Write write = extended(hand, running.lastWrite()).build();
    Wish refill =
        cast.oneIn(2)
            ? new Wish(cast.nonce(), cast.oneIn(4) ? Duration.ZERO : Cast.LEASE, List.of())
            : new Wish(
                cast.nonce(),
                Cast.LEASE,
                List.of(new Wish.Want(running.leased().task().agent(), null, 1)));
    CommitResult result = running.tryCommit(write, next, refill);
    cast.did(Kinds.of(next) + " by " + running + " " + write + " " + result);
    switch (result) {
      case CommitResult.Continued continued -> {
        hand.waits = List.of();
        hand.completed = next instanceof Next.Park;
      }
      case CommitResult.Reopened reopened -> {
        hand.waits = List.of();
        hand.completed = false;
      }
      case CommitResult.Released released -> {
        lose(hand);
        running.next(released).forEach(this::take);
      }
      case WriteResult.Refused refused -> refused(hand, refused);
    }
    if (cast.oneIn(5)) {
      cast.stage.queue().commit(running.lease(), write, next, Running.noRefill());
    }
  }

  private void sendAWrongLength(Hand hand) {
    Running running = hand.running;
    long wrong = Math.max(0, running.length() + (cast.oneIn(2) ? 1 : -1));
    Write write =
        Write.builder(cast.op(), wrong).entry(running.entry(Entry.Kind.NOTE, 0, text())).build();
    cast.did("wrong length " + cast.stage.queue().record(running.lease(), write));
  }

  private void writeWithALostLease() {
    if (lost.isEmpty()) {
      return;
    }
    Running running = cast.recent(lost);
    Next next =
        cast.pick(
            List.of(new Next.Continue(false), new Next.HandBack(), new Next.Pause("by nobody")));
    cast.did(
        "lost "
            + running
            + " "
            + (cast.oneIn(2)
                ? running.tryRecord(running.lastWrite().build())
                : running.tryCommit(running.lastWrite().build(), next)));
  }

  private void release() {
    WorkerId worker = cast.pick(Cast.WORKERS);
    cast.did("release of " + worker + " " + cast.stage.queue().release(worker));
    handsOf(worker).forEach(this::lose);
  }

  /** Those that are not frozen beat; now and then one of them freezes. */
  void beatAll() {
    if (cast.oneIn(12)) {
      frozen.put(cast.pick(Cast.WORKERS), 10);
    }
    for (WorkerId worker : Cast.WORKERS) {
      if (frozen.computeIfPresent(worker, (who, left) -> left == 1 ? null : left - 1) == null) {
        beat(worker);
      }
    }
  }

  private void beat(WorkerId worker) {
    List<Hand> mine = handsOf(worker);
    List<Lease> leases = new ArrayList<>();
    mine.forEach(hand -> leases.add(hand.running.lease()));
    HeartbeatResult result =
        cast.stage
            .queue()
            .heartbeat(worker, new Held(leases, Cast.LEASE, "host", "1.0", Map.of("writer", 3)));
    cast.did("beat of " + worker + " " + result);
    mine.stream().filter(hand -> result.gone().contains(hand.running.lease())).forEach(this::lose);
  }

  private List<Hand> handsOf(WorkerId worker) {
    return hands.stream().filter(hand -> hand.running.lease().worker().equals(worker)).toList();
  }

  private String text() {
    return cast.text("text");
  }
}
