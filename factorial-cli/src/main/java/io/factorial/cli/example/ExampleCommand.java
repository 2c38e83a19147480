package io.factorial.cli.example;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.factorial.Factorial;
import io.factorial.budget.PriceTable;
import io.factorial.cli.model.CommandModel;
import io.factorial.cli.model.RealModel;
import io.factorial.cli.scripted.Pace;
import io.factorial.cli.store.OpenStore;
import io.factorial.cli.store.StoreOptions;
import io.factorial.cli.terminal.Terminal;
import io.factorial.examples.ListPrices;
import io.factorial.examples.Setting;
import io.factorial.llm.ModelName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code factorial example}: lists the examples, or runs one. */
@Command(
    name = "example",
    description = {
      "Runs an example, or lists them.",
      "%nUnless --model is given, a server inside the command plays the model, by a script, over"
          + " real HTTP; all else is real. At a terminal you are asked what a person has to"
          + " decide.%n"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the example ended well", "1:it did not", "2:not understood"},
    footer =
        "%nKeys come from the environment: OPENAI_API_KEY for openai:, ANTHROPIC_API_KEY for"
            + " anthropic:, and so on. NO_COLOR turns colours off.")
public final class ExampleCommand implements Callable<Integer> {

  private static final ModelName PRICED_AS = ModelName.parse("openai:gpt-4.1-mini");

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "the example; without it, they are listed")
  private @Nullable String name;

  @Option(names = "--auto", description = "ask nobody: the example answers its own questions")
  private boolean auto;

  @ArgGroup(exclusive = false)
  private @Nullable RealModel real;

  @Mixin private final StoreOptions store = new StoreOptions();

  @CommandLine.Spec private CommandLine.Model.@Nullable CommandSpec spec;

  private final PrintStream out;
  private final InputStream in;
  private final Map<String, String> environment;
  private final boolean isTerminal;
  private final boolean hasKeyboard;

  /** Made by the command line; the launcher says what is a terminal. */
  public ExampleCommand() {
    this(
        System.out,
        System.in,
        System.getenv(),
        Boolean.getBoolean("factorial.terminal"),
        Boolean.getBoolean("factorial.keyboard"));
  }

  ExampleCommand(
      PrintStream out,
      InputStream in,
      Map<String, String> environment,
      boolean isTerminal,
      boolean hasKeyboard) {
    this.out = out;
    this.in = in;
    this.environment = environment;
    this.isTerminal = isTerminal;
    this.hasKeyboard = hasKeyboard;
  }

  @Override
  public Integer call() throws Exception {
    String wanted = name;
    if (wanted == null) {
      list();
      return CommandLine.ExitCode.OK;
    }
    Example example = Example.named(wanted).orElseThrow(() -> unknown(wanted));
    return run(example) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private void list() {
    for (Example example : Example.ALL) {
      out.printf("  %-14s %s%n", example.name(), example.sentence());
    }
    out.println();
    out.println("Run one: ./factorial example " + Example.ALL.getFirst().name());
    out.flush();
  }

  private ParameterException unknown(String wrong) {
    List<String> names = Example.ALL.stream().map(Example::name).toList();
    return new ParameterException(
        Objects.requireNonNull(spec).commandLine(),
        "example: " + wrong + " (expected: one of " + String.join(", ", names) + ")");
  }

  private boolean run(Example example) throws IOException, InterruptedException {
    boolean asks = isTerminal && hasKeyboard && !auto;
    try (Terminal terminal = Terminal.of(out, environment, isTerminal);
        CommandModel model = model(example);
        OpenStore opened = store.openForDemo()) {
      Runtime.getRuntime().addShutdownHook(new Thread(terminal::close, "terminal"));
      Optional<BufferedReader> keyboard =
          asks
              ? Optional.of(new BufferedReader(new InputStreamReader(in, UTF_8)))
              : Optional.empty();
      introduce(terminal, example, model, asks);
      boolean ok =
          example
              .body()
              .run(
                  new Setting(
                      model.name(),
                      () ->
                          opened.orchestrator(
                              model.module(), Factorial.prices(ExampleCommand::price)),
                      new TerminalPerson(terminal, keyboard)));
      terminal.print("");
      terminal.print("Its code is a user's program:");
      terminal.print(
          "  factorial-examples/src/main/java/io/factorial/examples/" + example.source());
      return ok;
    }
  }

  private static Optional<PriceTable.Price> price(ModelName model) {
    return new ListPrices().of(model.provider().equals("scripted") ? PRICED_AS : model);
  }

  private CommandModel model(Example example) throws IOException {
    return real != null
        ? real.model()
        : CommandModel.scripted(
            example.name(),
            example.script(),
            isTerminal ? Pace.watchable() : Pace.brisk(),
            conversation -> false);
  }

  private static void introduce(
      Terminal terminal, Example example, CommandModel model, boolean asks) {
    terminal.print(terminal.style().bold(example.name() + ": ") + example.sentence());
    terminal.print(
        model.server().isPresent()
            ? "The model is a script, priced as " + PRICED_AS + "; --model asks a real one."
            : "The model is " + model.name() + ".");
    if (!asks) {
      terminal.print("Nobody is asked: the example answers its own questions.");
    }
    terminal.print("");
  }
}
