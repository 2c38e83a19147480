package io.factorial.budget;

import io.factorial.error.InvalidDefinitionException;
import io.factorial.llm.ModelName;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * What models cost. A program may bind its own; threads call it at the same time.
 *
 * <p>An unknown price stays unknown, it is never guessed: a cost that contains it is unknown too.
 */
@FunctionalInterface
public interface PriceTable {

  /**
   * The price of a model.
   *
   * @param model the model
   * @return its price, empty if it is not known
   */
  Optional<Price> of(ModelName model);

  /**
   * What a million tokens cost, in US dollars.
   *
   * @param inputPerMillion tokens that are read, and neither from the cache nor written to it
   * @param cacheReadPerMillion tokens that are read from the cache
   * @param cacheWritePerMillion tokens that are read and written to the cache
   * @param outputPerMillion tokens that are written, reasoning included
   */
  record Price(
      BigDecimal inputPerMillion,
      BigDecimal cacheReadPerMillion,
      BigDecimal cacheWritePerMillion,
      BigDecimal outputPerMillion) {

    /** Checks that no price is negative. */
    public Price {
      check("inputPerMillion", inputPerMillion);
      check("cacheReadPerMillion", cacheReadPerMillion);
      check("cacheWritePerMillion", cacheWritePerMillion);
      check("outputPerMillion", outputPerMillion);
    }

    /**
     * What some usage costs at this price. Cached tokens are part of the input tokens, and are not
     * paid for twice.
     *
     * @param usage the tokens
     * @return US dollars, exactly
     */
    public BigDecimal cost(Usage usage) {
      long cached = usage.cacheReadTokens() + usage.cacheWriteTokens();
      return part(Math.max(0, usage.inputTokens() - cached), inputPerMillion)
          .add(part(usage.cacheReadTokens(), cacheReadPerMillion))
          .add(part(usage.cacheWriteTokens(), cacheWritePerMillion))
          .add(part(usage.outputTokens(), outputPerMillion));
    }

    private static BigDecimal part(long tokens, BigDecimal perMillion) {
      return perMillion.multiply(BigDecimal.valueOf(tokens)).movePointLeft(6);
    }

    private static void check(String thing, BigDecimal value) {
      if (value.signum() < 0) {
        throw InvalidDefinitionException.of(thing, value, "0 or more");
      }
    }
  }
}
