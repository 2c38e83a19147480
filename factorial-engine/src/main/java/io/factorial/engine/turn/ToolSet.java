package io.factorial.engine.turn;

import io.factorial.error.DecodingException;
import io.factorial.run.RunContext;
import io.factorial.tool.FunctionTool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The tools of an agent by name. Immutable. */
final class ToolSet {
  private final Map<String, FunctionTool<?>> tools = new LinkedHashMap<>();

  ToolSet(List<FunctionTool<?>> tools) {
    tools.forEach(tool -> this.tools.put(tool.name(), tool));
  }

  Optional<FunctionTool<?>> find(String name) {
    return Optional.ofNullable(tools.get(name));
  }

  FunctionTool<?> require(String name) {
    return find(name).orElseThrow(() -> new DecodingException("tool", "no tool " + name));
  }

  /** The tools that the model may call now. */
  List<FunctionTool<?>> enabled(RunContext ctx) {
    return tools.values().stream()
        .filter(tool -> tool.definition().enabledWhen().test(ctx))
        .toList();
  }

  /** What the model reads when it calls a tool that is not there. */
  String unknown(String name, RunContext ctx) {
    return "no tool "
        + name
        + " (available: "
        + enabled(ctx).stream().map(FunctionTool::name).collect(Collectors.joining(", "))
        + ")";
  }
}
