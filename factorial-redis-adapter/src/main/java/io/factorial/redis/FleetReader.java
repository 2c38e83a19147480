package io.factorial.redis;

import io.factorial.port.AgentCard;
import io.factorial.port.Fleet;
import io.factorial.port.LimitChange;
import io.factorial.port.Payload;
import io.factorial.port.WorkerId;
import io.factorial.task.TaskStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Puts together what the partitions know of workers, queues, limits, schedules and agents. For one
 * call.
 */
final class FleetReader {
  private final TreeMap<String, Seen> workers = new TreeMap<>();
  private final TreeMap<String, Map<TaskStatus, Long>> counts = new TreeMap<>();
  private final Map<String, Integer> owners = new HashMap<>();
  private final TreeMap<String, LimitChange> limits = new TreeMap<>();
  private final TreeMap<String, Fleet.ScheduleRow> schedules = new TreeMap<>();
  private final TreeMap<String, AgentCard> agents = new TreeMap<>();
  private long parked;

  /** What the partitions know of a worker. */
  private static final class Seen {
    private long heard;
    private long leaseEnd;
    private int tasks;
    private Map<String, String> row = Map.of();
  }

  static Fleet read(Partitions partitions) {
    FleetReader reader = new FleetReader();
    for (Partition partition : partitions.all()) {
      reader.add(partition.call(Script.READ_FLEET, new Args()));
    }
    return reader.fleet();
  }

  private void add(Reply reply) {
    Reply rows = reply.list(1);
    for (int i = 0; i < rows.size(); i++) {
      addWorker(rows.list(i));
    }
    reply.map(2).forEach(this::addCount);
    Reply rings = reply.list(3);
    for (int i = 0; i < rings.size(); i += 2) {
      owners.merge(rings.text(i), (int) rings.number(i + 1), Integer::sum);
    }
    reply.map(4).forEach(this::addLimit);
    Reply ticks = reply.list(5);
    for (int i = 0; i < ticks.size(); i++) {
      addSchedule(ticks.list(i));
    }
    Reply cards = reply.list(6);
    for (int i = 0; i < cards.size(); i++) {
      AgentCard card = Cards.decode(cards.bytes(i));
      agents.put(card.name(), card);
    }
    parked += reply.number(7);
  }

  private void addWorker(Reply row) {
    Seen seen = workers.computeIfAbsent(row.text(0), id -> new Seen());
    long heard = row.number(1);
    if (!row.text(2).isEmpty()) {
      seen.leaseEnd = Math.max(seen.leaseEnd, row.number(2));
    }
    seen.heard = Math.max(seen.heard, heard);
    seen.tasks += (int) row.number(4);
    Map<String, String> known = row.map(5);
    if (!known.isEmpty()) {
      seen.row = known;
    }
  }

  private void addCount(String name, String n) {
    int colon = name.indexOf(':');
    long count = Long.parseLong(n);
    if (count > 0) {
      counts
          .computeIfAbsent(name.substring(colon + 1), agent -> new EnumMap<>(TaskStatus.class))
          .merge(TaskStatus.valueOf(name.substring(0, colon)), count, Long::sum);
    }
  }

  private void addLimit(String name, String value) {
    String subject = name.substring(2);
    int n = Integer.parseInt(value);
    switch (name.charAt(0)) {
      case 'w' -> limits.put("1" + subject, new LimitChange.OwnerWeight(subject, n));
      case 'm' -> limits.put("2" + subject, new LimitChange.OwnerTasks(subject, n));
      default -> limits.put("3" + subject, new LimitChange.AgentTasks(subject, n));
    }
  }

  private void addSchedule(Reply row) {
    schedules.put(
        row.text(0),
        new Fleet.ScheduleRow(
            row.text(0),
            row.text(1),
            Payload.of(row.bytes(2)),
            Instant.ofEpochMilli(row.number(3))));
  }

  private Fleet fleet() {
    List<Fleet.WorkerRow> rows = new ArrayList<>();
    workers.forEach((id, seen) -> rows.add(row(id, seen)));
    List<Fleet.QueueRow> queues = new ArrayList<>();
    for (String agent : agents.keySet()) {
      queues.add(
          new Fleet.QueueRow(
              agent, counts.getOrDefault(agent, Map.of()), owners.getOrDefault(agent, 0)));
    }
    return new Fleet(
        rows,
        queues,
        List.copyOf(limits.values()),
        List.copyOf(schedules.values()),
        List.copyOf(agents.values()),
        parked);
  }

  private static Fleet.WorkerRow row(String id, Seen seen) {
    long end = seen.leaseEnd == 0 ? seen.heard : seen.leaseEnd;
    return new Fleet.WorkerRow(
        new WorkerId(id),
        seen.row.getOrDefault("host", ""),
        seen.row.getOrDefault("version", ""),
        slots(seen.row.getOrDefault("slots", "")),
        seen.tasks,
        Instant.ofEpochMilli(seen.heard),
        Instant.ofEpochMilli(end));
  }

  private static Map<String, Integer> slots(String stored) {
    List<String> parts = Netstrings.texts(stored.getBytes(StandardCharsets.UTF_8));
    Map<String, Integer> slots = new HashMap<>();
    for (int i = 0; i < parts.size(); i += 2) {
      slots.put(parts.get(i), Integer.valueOf(parts.get(i + 1)));
    }
    return slots;
  }
}
