package io.factorial.agent;

import io.factorial.json.Json;
import io.factorial.llm.ModelName;
import io.factorial.llm.OutputSchema;
import io.factorial.llm.ToolSchema;
import io.factorial.tool.FunctionTool;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what may be shown of an agent. */
final class AgentDescription {

  private static final String COMPUTED = "computed per turn";

  private final Map<String, Json> fields = new LinkedHashMap<>();

  private AgentDescription() {}

  static Json.Obj of(AgentDefinition<?> agent) {
    AgentDescription description = new AgentDescription();
    description.put("name", agent.name());
    description.put("version", agent.version().orElse(null));
    description.put("description", agent.description().orElse(null));
    description.put("model", agent.model().fixed().map(ModelName::toString).orElse(COMPUTED));
    description.put(
        "tools",
        agent.tools().stream().map(FunctionTool::schema).map(AgentDescription::of).toList());
    description.put("output_schema", agent.outputSchema().map(OutputSchema::schema).orElse(null));
    agent.maxTurns().ifPresent(turns -> description.put("max_turns", turns));
    agent.budget().ifPresent(budget -> description.put("budget", budget));
    agent.state().ifPresent(state -> description.put("state_schema", state.schema()));
    agent
        .state()
        .flatMap(AgentDefinition.State::initial)
        .ifPresent(initial -> description.put("initial_state", initial));
    return new Json.Obj(description.fields);
  }

  private static Json.Obj of(ToolSchema tool) {
    return Json.Obj.of(
        "name", tool.name(),
        "description", tool.description(),
        "parameters", tool.parameters(),
        "strict", tool.strict());
  }

  private void put(String name, @Nullable Object value) {
    if (value != null) {
      fields.put(name, Json.of(value));
    }
  }
}
