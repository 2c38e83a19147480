package io.factorial.agent;

import io.factorial.error.InvalidDefinitionException;
import io.factorial.json.Json;
import io.factorial.tool.FunctionTool;
import java.util.List;
import java.util.Optional;

/**
 * A named definition of what a model is told, which tools it may call and what it must answer.
 * Immutable; it holds no client and no thread.
 *
 * @param <O> the type of the output
 */
public final class Agent<O> {

  private final AgentDefinition<O> definition;

  Agent(AgentDefinition<O> definition) {
    this.definition = definition;
  }

  /**
   * A builder of an agent that answers text.
   *
   * @param name the agent's name: {@code [a-zA-Z0-9_-]{1,64}}, unique in a namespace
   * @return the builder
   * @throws InvalidDefinitionException when the name is refused
   */
  public static AgentBuilder<String> builder(String name) {
    return new AgentBuilder<>(name, String.class);
  }

  /**
   * A builder of an agent that answers a value of a type.
   *
   * @param name the agent's name: {@code [a-zA-Z0-9_-]{1,64}}, unique in a namespace
   * @param output a record, an enum, or a sealed interface of records
   * @param <O> that type
   * @return the builder
   * @throws InvalidDefinitionException when the name or the type is refused
   */
  public static <O> AgentBuilder<O> builder(String name, Class<O> output) {
    OutputTypes.check(name, output);
    return new AgentBuilder<>(name, output);
  }

  /**
   * A builder that starts from this agent.
   *
   * @return the builder
   */
  public AgentBuilder<O> toBuilder() {
    return new AgentBuilder<>(definition);
  }

  /**
   * The agent's name.
   *
   * @return the name
   */
  public String name() {
    return definition.name();
  }

  /**
   * The agent's version.
   *
   * @return the version; empty when none was given
   */
  public Optional<String> version() {
    return definition.version();
  }

  /**
   * The type of the output.
   *
   * @return the class
   */
  public Class<O> outputType() {
    return definition.outputType();
  }

  /**
   * The agent's tools.
   *
   * @return the tools in the order in which they were added
   */
  public List<FunctionTool<?>> tools() {
    return definition.tools();
  }

  /**
   * What may be shown of the agent, in a dashboard or a registry: name, version, description,
   * model, tools with their schemas, output schema and turns.
   *
   * @return the description, without what was not given
   */
  public Json.Obj describe() {
    return AgentDescription.of(definition);
  }

  /**
   * Everything that the agent was given, for the engine.
   *
   * @return the definition
   */
  public AgentDefinition<O> definition() {
    return definition;
  }

  @Override
  public String toString() {
    return "Agent " + definition.name();
  }
}
