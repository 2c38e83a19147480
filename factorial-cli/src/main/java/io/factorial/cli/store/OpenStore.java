package io.factorial.cli.store;

import com.google.inject.Module;
import io.factorial.Factorial;
import io.factorial.cli.terminal.CommandFailure;
import io.factorial.error.StoreException;
import io.factorial.inmemory.InMemoryModule;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.redis.RedisConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A store to run tasks on, and the servers that were started for it.
 *
 * @param config how Redis is reached; empty for a store in memory
 * @param module how the engine reaches it
 * @param where it is, in words
 * @param options how another command names it; empty where no other process can
 * @param servers what was started for it
 */
public record OpenStore(
    Optional<RedisConfig> config, Module module, String where, String options, Servers servers)
    implements AutoCloseable {

  /** Servers that end with whoever started them. */
  @FunctionalInterface
  public interface Servers extends AutoCloseable {

    @Override
    void close();
  }

  static OpenStore inMemory() {
    return new OpenStore(Optional.empty(), new InMemoryModule(), "in memory", "", () -> {});
  }

  /**
   * Makes an orchestrator on this store.
   *
   * @param modules model clients and what else is to be added
   * @return the orchestrator, not started; close it before this store
   * @throws CommandFailure when the store is not there
   */
  public Orchestrator orchestrator(Module... modules) {
    List<Module> all = new ArrayList<>(List.of(modules));
    all.add(module);
    try {
      return Factorial.orchestrator(all.toArray(Module[]::new));
    } catch (StoreException notReached) {
      throw config
          .map(redis -> Address.notReached(redis, notReached))
          .orElseThrow(() -> notReached);
    }
  }

  /** Ends the servers; whoever uses the module is closed before. */
  @Override
  public void close() {
    servers.close();
  }
}
