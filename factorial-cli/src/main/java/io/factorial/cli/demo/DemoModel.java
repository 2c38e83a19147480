package io.factorial.cli.demo;

import com.google.inject.Module;
import io.factorial.cli.scripted.Pace;
import io.factorial.cli.scripted.ScriptedServer;
import io.factorial.llm.ModelName;
import io.factorial.openai.OpenAiConfig;
import io.factorial.openai.OpenAiEndpoint;
import io.factorial.openai.OpenAiModule;
import java.io.IOException;
import java.util.Optional;

/**
 * The model that the demo talks to.
 *
 * @param name its name, as {@code provider:model}
 * @param module how the engine reaches it
 * @param server the server that plays it; empty for a real one
 */
record DemoModel(String name, Module module, Optional<ScriptedServer> server)
    implements AutoCloseable {

  /** A server in this process that plays a model by the stories' scripts. */
  static DemoModel scripted(Pace pace) throws IOException {
    ScriptedServer server = ScriptedServer.start(Stories::reply, pace, Stories::outage);
    OpenAiConfig config =
        OpenAiConfig.builder()
            .provider("scripted", OpenAiEndpoint.of(server.baseUrl().toString()))
            .build();
    return new DemoModel("scripted:demo", new OpenAiModule(config), Optional.of(server));
  }

  /** A real model; keys come from the environment. */
  static DemoModel real(String name, Optional<String> baseUrl) {
    OpenAiConfig config =
        baseUrl
            .map(url -> OpenAiConfig.builder().baseUrl(url).build())
            .orElseGet(OpenAiConfig::defaults);
    // A bare name is what servers with an address of their own are usually asked for.
    String full = baseUrl.isPresent() && !name.contains(":") ? "openai-compatible:" + name : name;
    return new DemoModel(
        ModelName.parse(full).toString(), new OpenAiModule(config), Optional.empty());
  }

  @Override
  public void close() {
    server.ifPresent(ScriptedServer::close);
  }
}
