package io.factorial.engine.scenario;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentBuilder;
import io.factorial.json.Json;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import io.factorial.tool.FunctionTool;
import java.util.List;

/** Short words for agents and tools that only matter by what they do. */
final class Toolbox {
  private static final Json.Obj ANYTHING =
      Json.Obj.of("type", "object", "properties", Json.Obj.of());

  private Toolbox() {}

  static AgentBuilder<String> agent(String name, FunctionTool<?>... tools) {
    return Agent.builder(name).model("test:model").tools(List.of(tools));
  }

  static FunctionTool<Json.Obj> tool(String name, FunctionTool.Body<Json.Obj> body) {
    return FunctionTool.ofSchema(name, "Does what " + name + " says", ANYTHING, body);
  }

  static ToolCall call(String id, String tool) {
    return ToolCall.of(id, tool, "{}");
  }

  static List<String> outputs(List<Message> messages) {
    return messages.stream()
        .filter(Message.ToolOutput.class::isInstance)
        .map(message -> ((Message.ToolOutput) message).text())
        .toList();
  }
}
