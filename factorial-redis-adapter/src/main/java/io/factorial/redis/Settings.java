package io.factorial.redis;

import io.factorial.port.AgentCard;
import io.factorial.port.LimitChange;
import io.factorial.port.ScheduleChange;
import io.factorial.port.ScheduleResult;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is the same in every partition, or looked for in all of them: agents, limits, schedules. */
final class Settings {
  private final Partitions partitions;
  private final Permits permits;

  Settings(Partitions partitions, Permits permits) {
    this.partitions = partitions;
    this.permits = permits;
  }

  void register(AgentCard card) {
    Args args = new Args().add(card.name()).add(Cards.keep(card)).add(Cards.encode(card));
    partitions.all().forEach(partition -> partition.call(Script.REGISTER, args));
  }

  void limit(LimitChange change) {
    switch (change) {
      case LimitChange.OwnerWeight weight ->
          limitOwner("w", weight.ownerId(), Integer.toString(weight.weight()));
      case LimitChange.OwnerTasks tasks -> limitOwner("m", tasks.ownerId(), text(tasks.max()));
      case LimitChange.AgentTasks tasks -> limitAgent(tasks.agent(), tasks.max());
    }
  }

  /** An owner lives in one partition. */
  private void limitOwner(String kind, String owner, String value) {
    partitions.ofOwner(owner).call(Script.LIMIT, new Args().add(kind).add(owner).add(value));
  }

  /** The permits come before the partitions ask for them, and go after. */
  private void limitAgent(String agent, @Nullable Integer max) {
    Args args = new Args().add("a").add(agent).add(text(max));
    if (max == null) {
      partitions.all().forEach(partition -> partition.call(Script.LIMIT, args));
      permits.limit(agent, null, List.of());
      return;
    }
    permits.limit(agent, max, List.of());
    partitions.all().forEach(partition -> partition.call(Script.LIMIT, args));
    permits.limit(agent, max, running(agent));
  }

  private List<String> running(String agent) {
    List<String> ids = new ArrayList<>();
    for (Partition partition : partitions.all()) {
      Reply reply = partition.call(Script.READ_RUNNING, new Args().add(agent));
      for (int i = 1; i < reply.size(); i++) {
        ids.add(reply.text(i));
      }
    }
    return ids;
  }

  ScheduleResult schedule(ScheduleChange change) {
    return switch (change) {
      case ScheduleChange.Put put -> put(put);
      case ScheduleChange.Remove remove -> remove(remove.name(), null);
      case ScheduleChange.Fire fire -> fire(fire);
    };
  }

  private ScheduleResult put(ScheduleChange.Put put) {
    Partition home = partitions.ofOwner(put.ownerId());
    remove(put.name(), home);
    Args args =
        new Args().add(put.name()).add(put.ownerId()).add(put.spec()).addOr(put.firstTick());
    home.call(Script.SCHEDULE_PUT, args);
    return ScheduleResult.APPLIED;
  }

  /** A schedule stands where its owner lives; a name is unique in all partitions. */
  private ScheduleResult remove(String name, @Nullable Partition except) {
    ScheduleResult result = ScheduleResult.UNKNOWN;
    for (Partition partition : partitions.all()) {
      if (partition != except
          && partition
              .call(Script.SCHEDULE_REMOVE, new Args().add(name))
              .name()
              .equals("applied")) {
        result = ScheduleResult.APPLIED;
      }
    }
    return result;
  }

  private ScheduleResult fire(ScheduleChange.Fire fire) {
    Args args = new Args().add(fire.name()).addOr(fire.expectedTick()).addOr(fire.nextTick());
    Enqueues.addTask(args, fire.task());
    Reply reply = partitions.of(fire.task().id()).call(Script.SCHEDULE_FIRE, args);
    return switch (reply.name()) {
      case "applied" -> ScheduleResult.APPLIED;
      case "refused" -> ScheduleResult.REFUSED;
      case "stale" -> ScheduleResult.STALE;
      case "unknown" -> ScheduleResult.UNKNOWN;
      default -> throw reply.unexpected();
    };
  }

  private static String text(@Nullable Integer max) {
    return max == null ? "" : max.toString();
  }
}
