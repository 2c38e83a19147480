package io.factorial.agent;

import io.factorial.budget.Budget;
import io.factorial.guard.InputGuard;
import io.factorial.guard.OutputGuard;
import io.factorial.guard.ToolGuard;
import io.factorial.json.Json;
import io.factorial.llm.ModelName;
import io.factorial.llm.ModelSettings;
import io.factorial.llm.OutputSchema;
import io.factorial.run.RunContext;
import io.factorial.tool.FunctionTool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * An agent as the engine sees it: everything that the builder was given. Made by Factorial.
 *
 * @param name the agent's name
 * @param version its version
 * @param description what it is for
 * @param outputType the class of its output; {@code String} for text
 * @param outputSchema what the model is told of the output; empty for text
 * @param outputWrapped whether the output stands in the field {@code value} of what the schema
 *     describes, because its own schema is not that of an object
 * @param instructions what the model is told first
 * @param model the model
 * @param fallbackModels the models that are tried after it, in order
 * @param modelSettings how the model is called
 * @param tools the tools, in the order in which they were added
 * @param state the state that a run keeps
 * @param maxTurns how many turns a run may take; empty for any number
 * @param budget what a task and its descendants may use
 * @param journal how often a run is recorded
 * @param history what the model is shown of a long conversation
 * @param hooks the observers, in the order in which they were added
 * @param interceptors the interceptors, outermost first
 * @param inputGuards the checks of the query
 * @param toolGuards the checks of each tool call
 * @param outputGuards the checks of the output
 * @param <O> the type of the output
 */
public record AgentDefinition<O>(
    String name,
    Optional<String> version,
    Optional<String> description,
    Class<O> outputType,
    Optional<OutputSchema> outputSchema,
    boolean outputWrapped,
    Optional<Setting<String>> instructions,
    Setting<ModelName> model,
    List<ModelName> fallbackModels,
    Setting<ModelSettings> modelSettings,
    List<FunctionTool<?>> tools,
    Optional<State> state,
    OptionalInt maxTurns,
    Optional<Budget> budget,
    Journal journal,
    History history,
    List<Hooks> hooks,
    List<Interceptor> interceptors,
    List<InputGuard> inputGuards,
    List<ToolGuard> toolGuards,
    List<OutputGuard<? super O>> outputGuards) {

  /** The name of the tool through which a model gives a typed final answer. */
  public static final String FINAL_OUTPUT = "final_output";

  /** The field that holds an output which is not an object itself. */
  public static final String WRAPPED_FIELD = "value";

  /**
   * Copies the lists.
   *
   * @param name the agent's name
   * @param version its version
   * @param description what it is for
   * @param outputType the class of its output
   * @param outputSchema what the model is told of the output
   * @param outputWrapped whether the output stands in a field of what the schema describes
   * @param instructions what the model is told first
   * @param model the model
   * @param fallbackModels the models that are tried after it, in order
   * @param modelSettings how the model is called
   * @param tools the tools, in the order in which they were added
   * @param state the state that a run keeps
   * @param maxTurns how many turns a run may take
   * @param budget what a task and its descendants may use
   * @param journal how often a run is recorded
   * @param history what the model is shown of a long conversation
   * @param hooks the observers
   * @param interceptors the interceptors, outermost first
   * @param inputGuards the checks of the query
   * @param toolGuards the checks of each tool call
   * @param outputGuards the checks of the output
   */
  public AgentDefinition {
    fallbackModels = List.copyOf(fallbackModels);
    tools = List.copyOf(tools);
    hooks = List.copyOf(hooks);
    interceptors = List.copyOf(interceptors);
    inputGuards = List.copyOf(inputGuards);
    toolGuards = List.copyOf(toolGuards);
    outputGuards = List.copyOf(outputGuards);
  }

  /**
   * A short text that changes with the schemas of tools, output and state: with what a stored task
   * needs of its agent.
   *
   * @return the first 16 hexadecimal digits of a SHA-256
   */
  public String fingerprint() {
    Map<String, Json> parameters = new LinkedHashMap<>();
    tools.forEach(tool -> parameters.put(tool.name(), tool.schema().parameters()));
    return Fingerprint.of(
        Json.Obj.of(
            "tools", parameters,
            "output", outputSchema.map(OutputSchema::schema).orElse(null),
            "state", state.map(State::schema).orElse(null)));
  }

  /**
   * The state that a run keeps.
   *
   * @param type its class
   * @param initial what a run starts with when its context brings none
   * @param schema its JSON schema
   */
  public record State(Class<? extends Record> type, Optional<Record> initial, Json.Obj schema) {}

  /**
   * A value of an agent that is fixed or computed for each turn.
   *
   * @param <T> the type of the value
   */
  public sealed interface Setting<T> {

    /**
     * The value for a turn.
     *
     * @param ctx the run, at that turn
     * @return the value
     */
    T at(RunContext ctx);

    /**
     * The value, if it is the same for all turns.
     *
     * @return the value; empty when it is computed
     */
    Optional<T> fixed();
  }

  /**
   * A value that is the same for all turns.
   *
   * @param value the value
   * @param <T> its type
   */
  public record Fixed<T>(T value) implements Setting<T> {

    @Override
    public T at(RunContext ctx) {
      return value;
    }

    @Override
    public Optional<T> fixed() {
      return Optional.of(value);
    }
  }

  /**
   * A value that is computed for each turn.
   *
   * @param function the value from the run
   * @param <T> its type
   */
  public record Computed<T>(Function<RunContext, T> function) implements Setting<T> {

    @Override
    public T at(RunContext ctx) {
      return function.apply(ctx);
    }

    @Override
    public Optional<T> fixed() {
      return Optional.empty();
    }
  }
}
