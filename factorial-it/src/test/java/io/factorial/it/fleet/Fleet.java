package io.factorial.it.fleet;

import io.factorial.Factorial;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.redis.RedisConfig;
import io.factorial.redis.RedisModule;
import io.factorial.redis.server.LocalRedis;
import io.factorial.redis.server.LocalRedisCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A Redis, a ledger, the processes that were started on them; all of it ends with the fleet. */
final class Fleet implements AutoCloseable {
  private final Ledger ledger;
  private final List<String> nodes;
  private final boolean cluster;
  private final List<Runnable> open = new ArrayList<>();
  private final List<FleetProcess> processes = new ArrayList<>();
  private final String namespace = "fleet-" + UUID.randomUUID().toString().substring(0, 8);

  private Fleet(int steps, List<String> nodes, boolean cluster, Runnable endServer) {
    this.nodes = nodes;
    this.cluster = cluster;
    open.add(endServer);
    ledger = Ledger.start(steps);
    open.add(ledger::close);
  }

  static Fleet on(LocalRedis redis, int steps) {
    return new Fleet(steps, List.of(redis.node()), false, redis::close);
  }

  static Fleet on(LocalRedisCluster cluster, int steps) {
    return new Fleet(steps, cluster.nodes(), true, cluster::close);
  }

  Ledger ledger() {
    return ledger;
  }

  /** A client in the process of the test. */
  Orchestrator client() {
    Orchestrator client =
        Factorial.orchestrator(new RedisModule(config(nodes, cluster, namespace)));
    open.add(client::close);
    return client;
  }

  static RedisConfig config(List<String> nodes, boolean cluster, String namespace) {
    RedisConfig.Builder config =
        RedisConfig.builder().namespace(namespace).commandTimeout(Duration.ofSeconds(5));
    return (cluster ? config.clusterNodes(nodes) : config.uri("redis://" + nodes.getFirst()))
        .build();
  }

  FleetProcess worker(WorkerMain.Settings settings) {
    return start(WorkerMain.class, settings.words());
  }

  /** A process that enqueues tasks of two owners and says their ids. */
  FleetProcess client(String agent, int tasks) {
    return start(ClientMain.class, List.of(agent, Integer.toString(tasks)));
  }

  private FleetProcess start(Class<?> main, List<String> more) {
    List<String> arguments = new ArrayList<>();
    arguments.add(String.join(",", nodes));
    arguments.add(Boolean.toString(cluster));
    arguments.add(namespace);
    arguments.add(ledger.url());
    arguments.addAll(more);
    FleetProcess process = FleetProcess.start(main, arguments);
    processes.add(process);
    return process;
  }

  @Override
  public void close() {
    processes.forEach(FleetProcess::kill);
    open.reversed().forEach(Runnable::run);
  }
}
