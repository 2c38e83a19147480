package io.factorial.examples.research;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.budget.Budget;
import io.factorial.run.RunResult;
import io.factorial.tool.ChildPolicy;
import io.factorial.tool.FunctionTool;
import io.factorial.tool.Param;
import io.factorial.tool.Tool;
import io.factorial.tool.ToolContext;
import io.factorial.tool.ToolResult;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The agents: one that plans and reports, and one of which several run at once.
 *
 * @param lead plans, asks the researchers, reports
 * @param researcher answers one question from the papers
 */
record Team(Agent<Report> lead, Agent<Finding> researcher) {

  /** What the lead keeps in mind; stored with its task. */
  record Plan(List<String> steps) {}

  record Questions(
      @Param("Questions that can be answered apart from each other, at most five")
          List<String> questions) {}

  /** What became of one question. */
  record Answered(String question, Finding finding) {}

  static Team of(String model) {
    Agent<Finding> researcher =
        Agent.builder("researcher", Finding.class)
            .description("Answers one question from the papers")
            .instructions(
                "Answer the question from the papers: search, read what fits, then report only what"
                    + " the papers say. If they do not know, say so.")
            .model(model)
            .tools(new Library())
            .maxTurns(8)
            .build();
    Agent<Report> lead =
        Agent.builder("lead", Report.class)
            .instructions(
                "You advise a town. First write a plan. Then ask all your questions in one call of"
                    + " research: they are looked into at the same time. Then report.")
            .model(model)
            .state(Plan.class, new Plan(List.of()))
            .tools(new Planning())
            .tool(research(researcher))
            .budget(Budget.builder().turns(60).wallClock(Duration.ofMinutes(10)).build())
            .maxTurns(10)
            .build();
    return new Team(lead, researcher);
  }

  static final class Planning {
    @Tool("Write down what you will do, step by step; a new plan replaces the old one")
    String plan(List<String> steps, ToolContext ctx) {
      ctx.updateState(Plan.class, old -> new Plan(steps));
      return "noted";
    }
  }

  /** One child task for each question. The lead is parked meanwhile, and holds no thread. */
  private static FunctionTool<Questions> research(Agent<Finding> researcher) {
    return FunctionTool.of(
            "research",
            "Have several questions looked into at the same time",
            Questions.class,
            (asked, ctx) ->
                ToolResult.spawn(
                        researcher, asked.questions().stream().map(AgentContext::of).toList())
                    .policy(ChildPolicy.collect()))
        .join(
            researcher,
            (results, ctx) -> {
              List<String> questions = ctx.call().arguments().as(Questions.class).questions();
              return IntStream.range(0, questions.size())
                  .mapToObj(i -> new Answered(questions.get(i), finding(results.get(i))))
                  .toList();
            });
  }

  /** A researcher that failed is an answer too: the others' work is not lost. */
  private static Finding finding(RunResult<Finding> result) {
    return switch (result) {
      case RunResult.Completed<Finding>(var finding, var run) -> finding;
      case RunResult.Failed<Finding>(var error, var run) ->
          new Finding.NothingFound("the researcher failed: " + error.code());
      case RunResult.Cancelled<Finding>(var run) ->
          new Finding.NothingFound("the researcher was cancelled");
    };
  }
}
