package io.factorial.cli.model;

import com.google.inject.Module;
import io.factorial.cli.scripted.Conversation;
import io.factorial.cli.scripted.Pace;
import io.factorial.cli.scripted.Script;
import io.factorial.cli.scripted.ScriptedServer;
import io.factorial.llm.ModelName;
import io.factorial.openai.OpenAiConfig;
import io.factorial.openai.OpenAiEndpoint;
import io.factorial.openai.OpenAiModule;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The model that a command talks to.
 *
 * @param name its name, as {@code provider:model}
 * @param module how the engine reaches it
 * @param server the server that plays it; empty for a real one
 */
public record CommandModel(String name, Module module, Optional<ScriptedServer> server)
    implements AutoCloseable {

  /**
   * A server in this process that plays a model by a script.
   *
   * @param name the model's name, after {@code scripted:}
   * @param script what it says
   * @param pace how fast it talks
   * @param outage conversations in which the server is out of order once
   * @return the model; whoever made it closes it
   * @throws IOException if no port can be had
   */
  public static CommandModel scripted(
      String name, Script script, Pace pace, Predicate<Conversation> outage) throws IOException {
    ScriptedServer server = ScriptedServer.start(script, pace, outage);
    OpenAiConfig config =
        OpenAiConfig.builder()
            .provider("scripted", OpenAiEndpoint.of(server.baseUrl().toString()))
            .build();
    return new CommandModel("scripted:" + name, new OpenAiModule(config), Optional.of(server));
  }

  /**
   * A real model; keys come from the environment.
   *
   * @param name its name
   * @param baseUrl where an OpenAI-compatible server answers for it; empty for the usual place
   * @return the model
   */
  public static CommandModel real(String name, Optional<String> baseUrl) {
    OpenAiConfig config =
        baseUrl
            .map(url -> OpenAiConfig.builder().baseUrl(url).build())
            .orElseGet(OpenAiConfig::defaults);
    // A bare name is what servers with an address of their own are usually asked for.
    String full = baseUrl.isPresent() && !name.contains(":") ? "openai-compatible:" + name : name;
    return new CommandModel(
        ModelName.parse(full).toString(), new OpenAiModule(config), Optional.empty());
  }

  @Override
  public void close() {
    server.ifPresent(ScriptedServer::close);
  }
}
