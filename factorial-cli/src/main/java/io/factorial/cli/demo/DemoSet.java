package io.factorial.cli.demo;

import com.google.inject.Module;
import io.factorial.agent.Agent;
import io.factorial.agent.Hooks;
import io.factorial.cli.model.CommandModel;
import io.factorial.cli.scripted.Pace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The demo's agents for another command, with the model and the files that they work with. */
public final class DemoSet implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DemoSet.class);

  private final CommandModel model;
  private final Folders folders;
  private final boolean temporary;
  private final DemoAgents agents;

  private DemoSet(CommandModel model, Folders folders, boolean temporary, Hooks hooks) {
    this.model = model;
    this.folders = folders;
    this.temporary = temporary;
    this.agents = DemoAgents.of(model.name(), folders, hooks);
  }

  /**
   * Makes the agents ready.
   *
   * @param options which model they ask
   * @param folder where their files are, or are made; null for a folder that is deleted at the end
   * @param hooks sees their runs
   * @return the agents
   * @throws IOException when the files cannot be made
   */
  public static DemoSet open(ModelOptions options, @Nullable Path folder, Hooks hooks)
      throws IOException {
    Folders folders =
        Folders.share(folder == null ? Files.createTempDirectory("factorial-demo-") : folder);
    return new DemoSet(options.open(Pace.watchable()), folders, folder == null, hooks);
  }

  /**
   * The agents.
   *
   * @return the agents
   */
  public List<Agent<?>> agents() {
    return List.of(agents.analyst(), agents.writer());
  }

  /**
   * How their model is reached.
   *
   * @return a module for the engine
   */
  public Module module() {
    return model.module();
  }

  /**
   * What a person should know of them.
   *
   * @return lines
   */
  public List<String> introduction() {
    String asked =
        model
            .server()
            .map(server -> "scripted, played by this process at " + server.baseUrl())
            .orElse(model.name());
    return List.of("model:   " + asked, "files:   " + folders.root());
  }

  /** Stops the model, and deletes the files if they are temporary. */
  @Override
  public void close() {
    model.close();
    if (temporary) {
      try {
        folders.delete();
      } catch (IOException inUse) {
        log.debug("files of the demo not deleted", inUse);
      }
    }
  }
}
