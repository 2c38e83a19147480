package io.factorial.cli.store;

import io.factorial.cli.terminal.Text;
import io.factorial.json.Json;
import io.factorial.orchestrator.Orchestrator;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A command that asks a Redis on which others run tasks. */
public abstract class ClientCommand implements Callable<Integer> {

  @Mixin private ClientOptions client = new ClientOptions();

  @Option(names = "--json", description = "print JSON, one object a line, for programs")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  /** For subclasses. */
  protected ClientCommand() {}

  @Override
  public final Integer call() throws Exception {
    try (Orchestrator orchestrator = client.open()) {
      return run(orchestrator);
    }
  }

  /**
   * Does what the command is for.
   *
   * @param orchestrator a client of the store
   * @return the exit code
   * @throws Exception when it cannot be done; its message is for the user
   */
  protected abstract int run(Orchestrator orchestrator) throws Exception;

  /**
   * Whether a program reads what is printed.
   *
   * @return whether JSON was asked for
   */
  protected final boolean isJson() {
    return json;
  }

  /**
   * Prints what was asked for.
   *
   * @param line one line
   */
  protected final void print(String line) {
    print(spec().commandLine().getOut(), line);
  }

  /**
   * Prints what was asked for, for programs.
   *
   * @param value one value
   */
  protected final void print(Json value) {
    print(Text.ascii(value));
  }

  /**
   * Tells a person something beside what was asked for.
   *
   * @param line one line; not printed where a program reads
   */
  protected final void note(String line) {
    if (!json) {
      print(spec().commandLine().getErr(), line);
    }
  }

  private static void print(PrintWriter to, String line) {
    to.println(line);
    to.flush();
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("spec: missing (expected: made by the command line)");
    }
    return spec;
  }
}
