package io.factorial.cli.demo;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.cli.scripted.Conversation;
import io.factorial.cli.scripted.Reply;
import io.factorial.cli.scripted.Script;
import io.factorial.json.Json;
import io.factorial.orchestrator.AgentWorkerConfig;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.tool.FunctionTool;
import io.factorial.tool.Param;
import io.factorial.tool.ToolResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What is left to play with in the dashboard when the demo's own tasks are over: a call that waits
 * for a person, and a task that talks until somebody steers it.
 */
final class Playground {
  private static final String OWNER = "dora";
  private static final String CLEAN_UP = "Delete tickets.csv: it is out of date.";
  private static final String TALK = "Tell me a long story, until I say what I want.";

  /** A model may talk for a while here: nobody is kept waiting by it. */
  private static final AgentWorkerConfig WORKERS =
      AgentWorkerConfig.builder()
          .turnTimeout(Duration.ofHours(1))
          .shutdownGrace(Duration.ofMillis(200))
          .build();

  private final Agent<String> agent;

  record Deletion(@Param("Name of the file") String path) {}

  Playground(String model, Folders folders) {
    FunctionTool<?> delete =
        FunctionTool.of(
                "deleteFile",
                "Delete a file of your folder",
                Deletion.class,
                (deletion, ctx) -> delete(folders, ctx.ownerId(), deletion.path()))
            .needsApproval((deletion, ctx) -> true);
    this.agent =
        Agent.builder("caretaker")
            .description("Deletes files when a person allows it, and talks")
            .instructions("You do what you are asked, briefly. Use your tool to delete a file.")
            .model(model)
            .tool(delete)
            .build();
  }

  private static ToolResult delete(Folders folders, String owner, String name) {
    Optional<Path> file = folders.file(owner, name).filter(Files::isRegularFile);
    if (file.isEmpty()) {
      return ToolResult.failed("file: " + name + " (expected: one of your folder)");
    }
    try {
      Files.delete(file.get());
    } catch (IOException stillInUse) {
      return ToolResult.failed("file: " + name + ", could not be deleted");
    }
    return ToolResult.of(name + " deleted");
  }

  void register(Orchestrator orchestrator) {
    orchestrator.registerRunner(agent, WORKERS);
  }

  void open(Orchestrator orchestrator) {
    orchestrator.enqueue(agent, OWNER, AgentContext.of(CLEAN_UP));
    orchestrator.enqueue(agent, OWNER, AgentContext.of(TALK));
  }

  /** How the scripted model works on these tasks; empty for others. */
  static Optional<Script> script(Conversation conversation) {
    return switch (conversation.query()) {
      case CLEAN_UP -> Optional.of(Playground::cleanUp);
      case TALK -> Optional.of(Playground::talk);
      default -> Optional.empty();
    };
  }

  private static Reply cleanUp(Conversation conversation) {
    return conversation.answered("deleteFile").isEmpty()
        ? Reply.call("deleteFile", Json.Obj.of("path", "tickets.csv"))
        : Reply.say("Done: " + conversation.answered("deleteFile").getLast().output() + ".");
  }

  private static Reply talk(Conversation conversation) {
    return conversation.users().size() == 1
        ? new Reply.Ramble(
            "And then the printer hummed, and the lamp went on. ", Duration.ofMinutes(30))
        : Reply.say("You said: " + conversation.users().getLast() + " So the story ends here.");
  }
}
