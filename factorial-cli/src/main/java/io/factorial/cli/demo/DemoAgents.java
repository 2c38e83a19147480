package io.factorial.cli.demo;

import io.factorial.agent.Agent;
import io.factorial.agent.Hooks;

/** The two agents of the demo. */
record DemoAgents(Agent<Findings> analyst, Agent<String> writer) {

  static DemoAgents of(String model, Folders folders) {
    return of(model, folders, new Hooks() {});
  }

  static DemoAgents of(String model, Folders folders, Hooks hooks) {
    ReadingTools reading = new ReadingTools(folders);
    return new DemoAgents(
        Agent.builder("analyst", Findings.class)
            .description("Answers questions about files")
            .instructions(
                "You answer questions about the files in your folder. Look into the files before"
                    + " you answer. When the user adds a wish, keep to it.")
            .model(model)
            .tools(reading)
            .maxTurns(10)
            .hooks(hooks)
            .build(),
        Agent.builder("writer")
            .description("Writes and edits files")
            .instructions(
                "You write and edit the files in your folder, and then say in one sentence what"
                    + " you did. Read a file before you change it.")
            .model(model)
            .tools(reading, new WritingTools(folders))
            .maxTurns(10)
            .hooks(hooks)
            .build());
  }
}
