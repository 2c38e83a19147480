package io.factorial.engine.turn;

import io.factorial.json.Json;
import io.factorial.run.RunError;
import io.factorial.run.RunResult;
import io.factorial.task.TaskStatus;
import io.factorial.tool.ToolContext;
import io.factorial.tool.ToolDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ends of children as the result of the call that spawned them. */
final class Children {
  private Children() {}

  /** Without a join: one child's answer as it is, several as a list in order. */
  static CallOutcome plain(List<ChildEnd> children) {
    if (children.size() == 1) {
      ChildEnd only = children.getFirst();
      return only.output()
          .<CallOutcome>map(output -> CallOutcome.text(ToolResults.text(output)))
          .orElseGet(() -> CallOutcome.failed("child_failed", why(only)));
    }
    List<Json> ends = new ArrayList<>();
    for (ChildEnd child : children) {
      ends.add(child.output().orElseGet(() -> Json.Obj.of("error", why(child))));
    }
    return CallOutcome.text(new Json.Arr(ends).text());
  }

  static <O> @Nullable Object joined(
      ToolDefinition.ChildJoin<O> join, List<ChildEnd> children, ToolContext ctx) throws Exception {
    List<RunResult<O>> results = new ArrayList<>(children.size());
    for (ChildEnd child : children) {
      results.add(result(join, child));
    }
    return join.join().join(results, ctx);
  }

  private static <O> RunResult<O> result(ToolDefinition.ChildJoin<O> join, ChildEnd child) {
    EndedRun run = EndedRun.of(join.child().name(), child);
    if (child.status() == TaskStatus.CANCELLED) {
      return new RunResult.Cancelled<>(run);
    }
    if (child.output().isPresent()) {
      return new RunResult.Completed<>(
          FinalAnswers.decoded(join.child().definition(), child.output().get()), run);
    }
    return new RunResult.Failed<>(error(child), run);
  }

  private static RunError error(ChildEnd child) {
    Optional<RunError> error = child.error();
    return error.orElseGet(() -> new RunError("child_failed", why(child), false));
  }

  private static String why(ChildEnd child) {
    return child.error().map(RunError::message).orElse(child.status().name());
  }
}
