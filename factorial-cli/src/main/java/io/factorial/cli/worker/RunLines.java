package io.factorial.cli.worker;

import io.factorial.agent.Hooks;
import io.factorial.cli.terminal.Text;
import io.factorial.run.RunContext;
import io.factorial.run.RunResult;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/** Writes a line for each turn that this process begins, and for each run that ends here. */
final class RunLines implements Hooks {

  private static final int LONGEST_OWNER = 40;

  private final Consumer<String> out;

  RunLines(Consumer<String> out) {
    this.out = out;
  }

  @Override
  public void onTurnStart(RunContext ctx) {
    // People count turns from 1.
    say(ctx, "turn " + (ctx.turn() + 1) + (ctx.attempt() > 0 ? ", retry " + ctx.attempt() : ""));
  }

  @Override
  public void onRunEnd(RunContext ctx, RunResult<?> result) {
    say(
        ctx,
        switch (result) {
          case RunResult.Completed<?> completed -> "completed";
          case RunResult.Failed<?> failed -> "failed: " + failed.error().code();
          case RunResult.Cancelled<?> cancelled -> "cancelled";
        });
  }

  @Override
  public void onRunCancelled(RunContext ctx) {
    say(ctx, "cancelled");
  }

  private void say(RunContext ctx, String what) {
    out.accept(
        Instant.now().truncatedTo(ChronoUnit.MILLIS)
            + "  "
            + ctx.taskId()
            + "  "
            + Text.plain(ctx.ownerId(), LONGEST_OWNER)
            + "/"
            + ctx.agent()
            + "  "
            + what);
  }
}
