package io.factorial.agent;

import io.factorial.budget.Budget;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.guard.InputGuard;
import io.factorial.guard.OutputGuard;
import io.factorial.guard.ToolGuard;
import io.factorial.json.Json;
import io.factorial.json.JsonCodec;
import io.factorial.llm.ModelName;
import io.factorial.llm.ModelSettings;
import io.factorial.llm.OutputSchema;
import io.factorial.run.RunContext;
import io.factorial.tool.FunctionTool;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts an agent together; for one thread. A mistake in one value is refused by the method that
 * takes it, what only shows in the whole by {@link #build()}.
 *
 * @param <O> the type of the output
 */
public final class AgentBuilder<O> {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");

  private final String name;
  private final Class<O> outputType;
  private @Nullable String version;
  private @Nullable String description;
  private AgentDefinition.@Nullable Setting<String> instructions;
  private AgentDefinition.@Nullable Setting<ModelName> model;
  private List<ModelName> fallbackModels = List.of();
  private AgentDefinition.Setting<ModelSettings> modelSettings =
      new AgentDefinition.Fixed<>(ModelSettings.defaults());
  private final List<FunctionTool<?>> tools = new ArrayList<>();
  private @Nullable Class<? extends Record> stateType;
  private @Nullable Record initialState;
  private @Nullable Integer maxTurns;
  private @Nullable Budget budget;
  private Journal journal = Journal.STEP;
  private History history = History.all();
  private final List<Hooks> hooks = new ArrayList<>();
  private final List<Interceptor> interceptors = new ArrayList<>();
  private final List<InputGuard> inputGuards = new ArrayList<>();
  private final List<ToolGuard> toolGuards = new ArrayList<>();
  private final List<OutputGuard<? super O>> outputGuards = new ArrayList<>();

  AgentBuilder(String name, Class<O> outputType) {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidDefinitionException("agent name: " + name + " (expected: " + NAME + ")");
    }
    this.name = name;
    this.outputType = outputType;
  }

  AgentBuilder(AgentDefinition<O> agent) {
    this(agent.name(), agent.outputType());
    version = agent.version().orElse(null);
    description = agent.description().orElse(null);
    instructions = agent.instructions().orElse(null);
    model = agent.model();
    fallbackModels = agent.fallbackModels();
    modelSettings = agent.modelSettings();
    tools.addAll(agent.tools());
    stateType =
        agent.state().<Class<? extends Record>>map(AgentDefinition.State::type).orElse(null);
    initialState = agent.state().flatMap(AgentDefinition.State::initial).orElse(null);
    maxTurns = agent.maxTurns().isPresent() ? agent.maxTurns().getAsInt() : null;
    budget = agent.budget().orElse(null);
    journal = agent.journal();
    history = agent.history();
    hooks.addAll(agent.hooks());
    interceptors.addAll(agent.interceptors());
    inputGuards.addAll(agent.inputGuards());
    toolGuards.addAll(agent.toolGuards());
    outputGuards.addAll(agent.outputGuards());
  }

  /**
   * Says what the agent is for: for dashboards, and for models that may ask it.
   *
   * @param description the description
   * @return this
   */
  public AgentBuilder<O> description(String description) {
    this.description = Objects.requireNonNull(description, "description");
    return this;
  }

  /**
   * Sets the version that tasks remember.
   *
   * @param version the version
   * @return this
   */
  public AgentBuilder<O> version(String version) {
    this.version = Objects.requireNonNull(version, "version");
    return this;
  }

  /**
   * Sets what the model is told first.
   *
   * @param instructions the text
   * @return this
   */
  public AgentBuilder<O> instructions(String instructions) {
    Objects.requireNonNull(instructions, "instructions");
    this.instructions = new AgentDefinition.Fixed<>(instructions);
    return this;
  }

  /**
   * Sets what the model is told first, computed for each turn.
   *
   * @param instructions the text from the run
   * @return this
   */
  public AgentBuilder<O> instructions(Function<RunContext, String> instructions) {
    Objects.requireNonNull(instructions, "instructions");
    this.instructions = new AgentDefinition.Computed<>(instructions);
    return this;
  }

  /**
   * Sets the model.
   *
   * @param model the model, as {@code provider:model}
   * @return this
   */
  public AgentBuilder<O> model(String model) {
    this.model = new AgentDefinition.Fixed<>(ModelName.parse(model));
    return this;
  }

  /**
   * Sets the model, computed for each turn.
   *
   * @param model the model from the run, as {@code provider:model}
   * @return this
   */
  public AgentBuilder<O> model(Function<RunContext, String> model) {
    Objects.requireNonNull(model, "model");
    this.model = new AgentDefinition.Computed<>(ctx -> ModelName.parse(model.apply(ctx)));
    return this;
  }

  /**
   * Sets the models that are tried when the first one cannot answer.
   *
   * @param models the models in order, as {@code provider:model}
   * @return this
   */
  public AgentBuilder<O> fallbackModels(String... models) {
    this.fallbackModels = Stream.of(models).map(ModelName::parse).toList();
    return this;
  }

  /**
   * Sets how the model is called.
   *
   * @param settings the settings
   * @return this
   */
  public AgentBuilder<O> modelSettings(ModelSettings settings) {
    Objects.requireNonNull(settings, "settings");
    this.modelSettings = new AgentDefinition.Fixed<>(settings);
    return this;
  }

  /**
   * Sets how the model is called, computed for each turn.
   *
   * @param settings the settings from the run
   * @return this
   */
  public AgentBuilder<O> modelSettings(Function<RunContext, ModelSettings> settings) {
    Objects.requireNonNull(settings, "settings");
    this.modelSettings = new AgentDefinition.Computed<>(settings);
    return this;
  }

  /**
   * Adds a tool.
   *
   * @param tool the tool
   * @return this
   */
  public AgentBuilder<O> tool(FunctionTool<?> tool) {
    tools.add(Objects.requireNonNull(tool, "tool"));
    return this;
  }

  /**
   * Adds tools.
   *
   * @param tools the tools
   * @return this
   */
  public AgentBuilder<O> tools(Collection<? extends FunctionTool<?>> tools) {
    tools.forEach(this::tool);
    return this;
  }

  /**
   * Adds the {@link io.factorial.tool.Tool} methods of objects.
   *
   * @param toolboxes the objects
   * @return this
   * @throws InvalidDefinitionException when one of them is anything else than an object with such
   *     methods
   */
  public AgentBuilder<O> tools(Object... toolboxes) {
    for (Object toolbox : toolboxes) {
      tools.addAll(FunctionTool.from(toolbox));
    }
    return this;
  }

  /**
   * Says that a run keeps a state, which each context must bring along.
   *
   * @param type the class of the state
   * @param <S> that class
   * @return this
   * @throws InvalidDefinitionException when the class is not a record
   */
  public <S extends Record> AgentBuilder<O> state(Class<S> type) {
    setState(type, null);
    return this;
  }

  /**
   * Says that a run keeps a state.
   *
   * @param type the class of the state
   * @param initial what a run starts with when its context brings none
   * @param <S> that class
   * @return this
   * @throws InvalidDefinitionException when the class is not a record
   */
  public <S extends Record> AgentBuilder<O> state(Class<S> type, S initial) {
    setState(type, Objects.requireNonNull(initial, "initial"));
    return this;
  }

  /**
   * Limits the turns of a run; in the last one the model must answer.
   *
   * @param turns how many, 1 or more
   * @return this
   * @throws InvalidDefinitionException when the number is less than 1
   */
  public AgentBuilder<O> maxTurns(int turns) {
    if (turns < 1) {
      throw refused("maxTurns: " + turns + " (expected: 1 or more)");
    }
    this.maxTurns = turns;
    return this;
  }

  /**
   * Limits what a task and its descendants may use.
   *
   * @param budget the limits
   * @return this
   */
  public AgentBuilder<O> budget(Budget budget) {
    this.budget = Objects.requireNonNull(budget, "budget");
    return this;
  }

  /**
   * Sets how often a run is recorded; {@link Journal#STEP} by default.
   *
   * @param journal after which piece of work
   * @return this
   */
  public AgentBuilder<O> journal(Journal journal) {
    this.journal = Objects.requireNonNull(journal, "journal");
    return this;
  }

  /**
   * Sets what the model is shown of a long conversation; everything by default.
   *
   * @param history the policy
   * @return this
   */
  public AgentBuilder<O> history(History history) {
    this.history = Objects.requireNonNull(history, "history");
    return this;
  }

  /**
   * Adds an observer.
   *
   * @param hooks the observer
   * @return this
   */
  public AgentBuilder<O> hooks(Hooks hooks) {
    this.hooks.add(Objects.requireNonNull(hooks, "hooks"));
    return this;
  }

  /**
   * Adds an interceptor inside those that were added before.
   *
   * @param interceptor the interceptor
   * @return this
   */
  public AgentBuilder<O> interceptor(Interceptor interceptor) {
    interceptors.add(Objects.requireNonNull(interceptor, "interceptor"));
    return this;
  }

  /**
   * Adds a check of the query.
   *
   * @param guard the check
   * @return this
   */
  public AgentBuilder<O> inputGuard(InputGuard guard) {
    inputGuards.add(Objects.requireNonNull(guard, "guard"));
    return this;
  }

  /**
   * Adds a check of each tool call.
   *
   * @param guard the check
   * @return this
   */
  public AgentBuilder<O> toolGuard(ToolGuard guard) {
    toolGuards.add(Objects.requireNonNull(guard, "guard"));
    return this;
  }

  /**
   * Adds a check of the output.
   *
   * @param guard the check
   * @return this
   */
  public AgentBuilder<O> outputGuard(OutputGuard<? super O> guard) {
    outputGuards.add(Objects.requireNonNull(guard, "guard"));
    return this;
  }

  /**
   * Makes the agent and the schemas of its tools, its output and its state.
   *
   * @return the agent
   * @throws InvalidDefinitionException when there is no model, two tools have one name, or a type
   *     has no schema
   */
  public Agent<O> build() {
    if (model == null) {
      throw refused("model: none (expected: model(\"provider:model\"))");
    }
    checkTools();
    return new Agent<>(
        new AgentDefinition<>(
            name,
            Optional.ofNullable(version),
            Optional.ofNullable(description),
            outputType,
            outputSchema(),
            isWrapped(),
            Optional.ofNullable(instructions),
            model,
            fallbackModels,
            modelSettings,
            tools,
            state(),
            maxTurns == null ? OptionalInt.empty() : OptionalInt.of(maxTurns),
            Optional.ofNullable(budget),
            journal,
            history,
            hooks,
            interceptors,
            inputGuards,
            toolGuards,
            outputGuards));
  }

  private void checkTools() {
    Set<String> names = new HashSet<>();
    for (FunctionTool<?> tool : tools) {
      if (!names.add(tool.name())) {
        throw refused(
            "two tools named "
                + tool.name()
                + " (expected: a name for each; FunctionTool.named gives another one)");
      }
    }
    tools.forEach(FunctionTool::definition); // makes the schema, or says what is wrong with it
  }

  private Optional<OutputSchema> outputSchema() {
    if (outputType == String.class) {
      return Optional.empty();
    }
    Json.Obj schema = schema("output type", outputType, isWrapped());
    boolean strict = JsonCodec.get().qualifiesForStrict(schema);
    return Optional.of(new OutputSchema(AgentDefinition.FINAL_OUTPUT, schema, strict));
  }

  /**
   * Providers want an object at the root: a record is one, an enum or a choice of records is not.
   */
  private boolean isWrapped() {
    return outputType != String.class && !outputType.isRecord();
  }

  private Optional<AgentDefinition.State> state() {
    if (stateType == null) {
      return Optional.empty();
    }
    return Optional.of(
        new AgentDefinition.State(
            stateType, Optional.ofNullable(initialState), schema("state", stateType, false)));
  }

  private Json.Obj schema(String thing, Class<?> type, boolean wrapped) {
    try {
      return wrapped
          ? JsonCodec.get().schema(List.of(wrapper(type)))
          : JsonCodec.get().schema(type);
    } catch (InvalidDefinitionException e) {
      throw new InvalidDefinitionException(
          "agent " + name + ", " + thing + " " + type.getName() + ": " + e.getMessage(), e);
    }
  }

  private static JsonCodec.Property wrapper(Class<?> type) {
    return new JsonCodec.Property(
        AgentDefinition.WRAPPED_FIELD, type, Optional.empty(), Optional.empty());
  }

  private void setState(Class<? extends Record> type, @Nullable Record initial) {
    if (!type.isRecord()) {
      throw refused("state: " + type.getName() + " (expected: a record)");
    }
    if (initial != null && !type.isInstance(initial)) {
      throw refused(
          "state: a " + initial.getClass().getName() + " (expected: a " + type.getName() + ")");
    }
    stateType = type;
    initialState = initial;
  }

  private InvalidDefinitionException refused(String what) {
    return new InvalidDefinitionException("agent " + name + ", " + what);
  }
}
