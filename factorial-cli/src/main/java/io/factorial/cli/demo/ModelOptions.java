package io.factorial.cli.demo;

import io.factorial.cli.model.CommandModel;
import io.factorial.cli.model.RealModel;
import io.factorial.cli.scripted.Pace;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;

/** The model that the demo's agents ask: the scripted one unless another is named. */
public final class ModelOptions {

  @ArgGroup(exclusive = false)
  private @Nullable RealModel real;

  /** Made by the command line. */
  public ModelOptions() {}

  CommandModel open(Pace pace) throws IOException {
    return real == null
        ? CommandModel.scripted("demo", Stories::reply, pace, Stories::outage)
        : real.model();
  }
}
