package io.factorial.cli.model;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a command that name a model that is not scripted. */
public final class RealModel {

  @Option(
      names = "--model",
      required = true,
      paramLabel = "PROVIDER:MODEL",
      description = "ask this model instead of the scripted one, for example openai:gpt-4.1")
  private String name = "";

  @Option(
      names = "--base-url",
      paramLabel = "URL",
      description = "where an OpenAI-compatible server answers for it")
  private @Nullable String baseUrl;

  /** Made by the command line. */
  public RealModel() {}

  /**
   * The model that was named.
   *
   * @return the model
   */
  public CommandModel model() {
    return CommandModel.real(name, Optional.ofNullable(baseUrl));
  }
}
