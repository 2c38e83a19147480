package io.factorial.examples;

import io.factorial.budget.PriceTable;
import io.factorial.llm.ModelName;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * Prices of the models that the examples name, in US dollars for a million tokens. Providers change
 * theirs: copy yours from their price list. A model that is not here has no price, and what it
 * costs stays unknown.
 */
public final class ListPrices implements PriceTable {

  private static final Map<String, Price> PRICES =
      Map.of(
          "openai:gpt-4.1", price("2.00", "0.50", "8.00"),
          "openai:gpt-4.1-mini", price("0.40", "0.10", "1.60"));

  /** Makes the table. */
  public ListPrices() {}

  @Override
  public Optional<Price> of(ModelName model) {
    return Optional.ofNullable(PRICES.get(model.toString()));
  }

  private static Price price(String input, String cached, String output) {
    return new Price(
        new BigDecimal(input),
        new BigDecimal(cached),
        new BigDecimal(input),
        new BigDecimal(output));
  }
}
