package io.factorial;

import com.google.inject.AbstractModule;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.ProvisionException;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import com.google.inject.spi.Message;
import io.factorial.budget.PriceTable;
import io.factorial.engine.client.EngineOrchestrator;
import io.factorial.engine.inline.EngineInlineRunner;
import io.factorial.error.FactorialException;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.llm.LlmClient;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.port.EventBus;
import io.factorial.port.ModelLimits;
import io.factorial.port.TaskQueue;
import io.factorial.port.TaskStore;
import io.factorial.run.InlineRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Makes orchestrators and inline runners of modules: a store ({@code InMemoryModule}, {@code
 * RedisModule}), model clients ({@code OpenAiModule}, {@link #llm}) and whatever else is to be
 * added. Later modules do not override earlier ones. Thread-safe.
 */
public final class Factorial {
  private static final List<Class<?>> PORTS =
      List.of(TaskQueue.class, TaskStore.class, EventBus.class, ModelLimits.class);

  private static final String CLASS_LOADING = "guice_custom_class_loading";

  static {
    // Guice would define its helper classes through sun.misc.Unsafe, and a JDK 25 warns about that.
    if (System.getProperty(CLASS_LOADING) == null) {
      System.setProperty(CLASS_LOADING, "CHILD");
    }
  }

  private Factorial() {}

  /**
   * Makes a runner that runs agents in the caller's thread.
   *
   * @param modules model clients and what else is to be added; no store is needed
   * @return the runner; close it when it is not needed any more
   * @throws InvalidDefinitionException when the modules do not fit together
   */
  public static InlineRunner inline(Module... modules) {
    return made(injector(modules), EngineInlineRunner.class);
  }

  /**
   * Makes an orchestrator over a store.
   *
   * @param modules a store, model clients and what else is to be added
   * @return the orchestrator, not started; close it when it is not needed any more
   * @throws InvalidDefinitionException when a port is missing, or the modules do not fit together
   */
  public static Orchestrator orchestrator(Module... modules) {
    Injector injector = injector(modules);
    for (Class<?> port : PORTS) {
      if (injector.getExistingBinding(Key.get(port)) == null) {
        throw new InvalidDefinitionException(
            "no binding for "
                + port.getSimpleName()
                + ": add new InMemoryModule() (factorial-inmemory-adapter) or new RedisModule(...)"
                + " (factorial-redis-adapter)");
      }
    }
    return made(injector.createChildInjector(new OrchestratorModule()), EngineOrchestrator.class);
  }

  /**
   * A module that adds a model client.
   *
   * @param client the client
   * @return the module
   */
  public static Module llm(LlmClient client) {
    return new AbstractModule() {
      @Override
      protected void configure() {
        Multibinder.newSetBinder(binder(), LlmClient.class).addBinding().toInstance(client);
      }
    };
  }

  /**
   * A module that says what models cost. Without one, costs are unknown, and a budget in US dollars
   * is refused at the first call.
   *
   * @param prices the prices
   * @return the module
   */
  public static Module prices(PriceTable prices) {
    return new AbstractModule() {
      @Override
      protected void configure() {
        OptionalBinder.newOptionalBinder(binder(), PriceTable.class)
            .setBinding()
            .toInstance(prices);
      }
    };
  }

  /**
   * A module that wraps a port. Of several wrappers of a port, that of the first module is the
   * innermost.
   *
   * @param port the port's interface
   * @param decorator makes the wrapper
   * @param <T> the port
   * @return the module
   * @throws InvalidDefinitionException when the class is no port
   */
  public static <T> Module decorate(Class<T> port, UnaryOperator<T> decorator) {
    if (!PORTS.contains(port)) {
      throw InvalidDefinitionException.of(
          "decorate",
          port.getName(),
          PORTS.stream().map(Class::getSimpleName).collect(Collectors.joining(", ")));
    }
    return new AbstractModule() {
      @Override
      protected void configure() {
        Multibinder.newSetBinder(binder(), Ports.Decorator.class)
            .addBinding()
            .toInstance(new Ports.Decorator(port, value -> decorator.apply(port.cast(value))));
      }
    };
  }

  private static Injector injector(Module... modules) {
    List<Module> all = new ArrayList<>(List.of(modules));
    all.add(new EngineModule());
    try {
      return Guice.createInjector(all);
    } catch (CreationException wrong) {
      throw new InvalidDefinitionException("modules: " + messages(wrong), wrong);
    }
  }

  private static String messages(CreationException wrong) {
    return wrong.getErrorMessages().stream()
        .map(Message::getMessage)
        .collect(Collectors.joining("; "));
  }

  private static <T> T made(Injector injector, Class<T> type) {
    try {
      return injector.getInstance(type);
    } catch (ProvisionException failed) {
      for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof FactorialException ours) {
          throw ours;
        }
      }
      throw new InvalidDefinitionException("modules: " + failed.getMessage(), failed);
    }
  }
}
