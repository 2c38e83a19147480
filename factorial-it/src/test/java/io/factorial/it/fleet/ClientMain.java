package io.factorial.it.fleet;

import io.factorial.Factorial;
import io.factorial.agent.AgentContext;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.redis.RedisConfig;
import io.factorial.redis.RedisModule;
import java.util.List;

/** A client process: enqueues tasks, says each task's id, then {@code enqueued}, and ends. */
final class ClientMain {
  private static final int OWNERS = 4;

  private ClientMain() {}

  static String owner(int task) {
    return "owner-" + task % OWNERS;
  }

  static List<String> owners() {
    return List.of(owner(0), owner(1), owner(2), owner(3));
  }

  static RedisConfig redis(List<String> words) {
    return Fleet.config(
        List.of(words.get(0).split(",", -1)), Boolean.parseBoolean(words.get(1)), words.get(2));
  }

  public static void main(String[] args) {
    List<String> words = List.of(args);
    String agent = words.get(4);
    try (Orchestrator client = Factorial.orchestrator(new RedisModule(redis(words)))) {
      for (int i = 0; i < Integer.parseInt(words.get(5)); i++) {
        System.out.println(
            "task "
                + client
                    .enqueue(Courier.named(agent), owner(i), AgentContext.of("order " + i))
                    .id());
      }
    }
    System.out.println("enqueued");
  }
}
