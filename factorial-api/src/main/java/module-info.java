/**
 * Agents, tasks, tools, events and the ports of Factorial. Depends on the JDK and JSpecify only.
 */
module io.factorial.api {
  requires static transitive org.jspecify;

  exports io.factorial.agent;
  exports io.factorial.budget;
  exports io.factorial.error;
  exports io.factorial.event;
  exports io.factorial.guard;
  exports io.factorial.json;
  exports io.factorial.llm;
  exports io.factorial.message;
  exports io.factorial.orchestrator;
  exports io.factorial.port;
  exports io.factorial.run;
  exports io.factorial.task;
  exports io.factorial.tool;
  exports io.factorial.wait;

  uses io.factorial.json.JsonCodec;
}
