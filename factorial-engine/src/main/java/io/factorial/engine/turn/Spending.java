package io.factorial.engine.turn;

import io.factorial.budget.PriceTable;
import io.factorial.budget.Usage;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ChatResponse;
import io.factorial.llm.ModelName;
import io.factorial.port.Reservation;
import io.factorial.port.Spend;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a run may spend, and what its steps will take. A call reserves before it starts and settles
 * after; the store adds up the whole tree.
 */
public final class Spending {
  private static final int CHARACTERS_PER_TOKEN = 4;
  private static final long ASSUMED_OUTPUT_TOKENS = 4_096;
  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

  private final Terms terms;
  private final PriceTable prices;

  /**
   * What a run may spend.
   *
   * @param limits the run's own limits
   * @param reserves whether calls reserve: the run or one of its ancestors has limits
   * @param softLimit the part of a limit from which the model is told to come to an end
   * @param pauses whether the run pauses at a limit instead of failing
   * @param others what the rest of the run's tree had spent when the run was picked up
   */
  public record Terms(
      Spend limits, boolean reserves, double softLimit, boolean pauses, Spend others) {}

  /**
   * What the rest of a tree has spent.
   *
   * @param tree what the whole of it has spent
   * @param turns the turns of the run itself
   * @param own what the run itself has used
   * @return the difference, where there is one
   */
  public static Spend others(Spend tree, int turns, Usage own) {
    return new Spend(
        Math.max(0, tree.turns() - turns),
        Math.max(0, tree.toolCalls() - own.toolCalls()),
        Math.max(0, tree.inputTokens() - own.inputTokens()),
        Math.max(0, tree.outputTokens() - own.outputTokens()),
        Math.max(0, tree.costNanos() - nanos(own.costUsd())));
  }

  /**
   * Makes the spending of a run.
   *
   * @param terms what it may spend
   * @param prices what models cost
   */
  public Spending(Terms terms, PriceTable prices) {
    this.terms = terms;
    this.prices = prices;
  }

  boolean reserves() {
    return terms.reserves();
  }

  boolean pauses() {
    return terms.pauses();
  }

  static String completionStep(LiveRun run) {
    return run.turn() + "/" + Completions.STEP;
  }

  static String toolStep(LiveRun run, int firstIndex) {
    return run.turn() + "/tools/" + firstIndex;
  }

  /** What a model call takes at most. */
  Reservation completion(LiveRun run, ChatRequest request) {
    long input = characters(request) / CHARACTERS_PER_TOKEN + 1;
    Integer most = request.settings().maxCompletionTokens();
    long output = most == null ? ASSUMED_OUTPUT_TOKENS : most;
    Usage worst = Usage.tokens(input, output);
    return new Reservation(
        completionStep(run), new Spend(1, 0, input, output, cost(request.model(), worst)));
  }

  /** What a model call took. */
  Reservation settled(LiveRun run, ChatResponse response) {
    Usage usage = response.usage();
    return new Reservation(
        completionStep(run),
        new Spend(1, 0, usage.inputTokens(), usage.outputTokens(), nanos(usage.costUsd())));
  }

  /** What the call for a summary takes at most; it is no turn. */
  Reservation summary(LiveRun run, ChatRequest request) {
    return summary(run, completion(run, request));
  }

  /** What the call for a summary took. */
  Reservation settledSummary(LiveRun run, ChatResponse response) {
    return summary(run, settled(run, response));
  }

  private static Reservation summary(LiveRun run, Reservation call) {
    Spend took = call.amount();
    return new Reservation(
        run.turn() + "/summary",
        new Spend(0, 0, took.inputTokens(), took.outputTokens(), took.costNanos()));
  }

  /** What a call that was cut short took, as far as it can be told from its text. */
  Usage estimated(ChatRequest request, ModelName model, String text) {
    Usage usage =
        Usage.builder()
            .requests(1)
            .inputTokens(characters(request) / CHARACTERS_PER_TOKEN + 1)
            .outputTokens((text.length() + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN)
            .build();
    return usage.withCostUsd(prices.of(model).map(price -> price.cost(usage)).orElse(null));
  }

  static Reservation tools(LiveRun run, int firstIndex, int calls) {
    return new Reservation(toolStep(run, firstIndex), new Spend(0, calls, 0, 0, 0));
  }

  /** What a step takes, together with what another took that was not written yet. */
  static Reservation together(@Nullable Reservation unwritten, Reservation step) {
    return unwritten == null
        ? step
        : new Reservation(unwritten.step(), unwritten.amount().plus(step.amount()));
  }

  /** The request with no more output than is left of the run's own limit. */
  ChatRequest capped(LiveRun run, ChatRequest request) {
    if (terms.limits().outputTokens() == Long.MAX_VALUE) {
      return request;
    }
    long left =
        Math.max(
            1,
            terms.limits().outputTokens()
                - terms.others().outputTokens()
                - run.usage().outputTokens());
    Integer own = request.settings().maxCompletionTokens();
    if (own != null && own <= left) {
      return request;
    }
    int most = (int) Math.min(left, own == null ? ASSUMED_OUTPUT_TOKENS : own);
    return request.withSettings(request.settings().toBuilder().maxCompletionTokens(most).build());
  }

  /** Whether the run's tree is so near to one of its limits that the run should come to an end. */
  boolean nearlySpent(LiveRun run) {
    Usage usage = run.usage();
    Spend own =
        new Spend(
            run.turn(),
            usage.toolCalls(),
            usage.inputTokens(),
            usage.outputTokens(),
            nanos(usage.costUsd()));
    Spend spent = own.plus(terms.others());
    Spend limits = terms.limits();
    return near(spent.turns(), limits.turns())
        || near(spent.toolCalls(), limits.toolCalls())
        || near(spent.inputTokens(), limits.inputTokens())
        || near(spent.outputTokens(), limits.outputTokens())
        || near(spent.costNanos(), limits.costNanos());
  }

  private boolean near(long spent, long limit) {
    return limit != Long.MAX_VALUE && spent >= limit * terms.softLimit();
  }

  private long cost(ModelName model, Usage usage) {
    if (terms.limits().costNanos() == Long.MAX_VALUE) {
      return prices.of(model).map(price -> nanos(price.cost(usage))).orElse(0L);
    }
    return prices
        .of(model)
        .map(price -> nanos(price.cost(usage)))
        .orElseThrow(
            () ->
                TurnFailure.Decided.fatal(
                    "price_unknown",
                    "budget costUsd: no price for model "
                        + model
                        + " (expected: a price table with it; add Factorial.prices(...))"));
  }

  /**
   * An amount of money as budgets count it.
   *
   * @param usd US dollars; null when unknown
   * @return billionths of a dollar; 0 when unknown
   */
  static long nanos(@Nullable BigDecimal usd) {
    return usd == null ? 0 : usd.multiply(NANOS).longValue();
  }

  private static long characters(ChatRequest request) {
    return request.messages().stream().mapToLong(message -> message.toString().length()).sum();
  }
}
