package io.factorial.openai;

import io.factorial.budget.Usage;
import io.factorial.json.Json;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What a provider says that an answer used. */
record UsageBody(Json.Obj body) {

  /** Nothing was said: one request, of unknown size. */
  static final UsageBody UNKNOWN = new UsageBody(Json.Obj.of());

  Usage usage() {
    long input = number("prompt_tokens");
    long reasoned = number("completion_tokens_details", "reasoning_tokens");
    return Usage.builder()
        .requests(1)
        .inputTokens(input)
        .cacheReadTokens(number("prompt_tokens_details", "cached_tokens"))
        .cacheWriteTokens(
            Math.max(
                number("prompt_tokens_details", "cache_write_tokens"),
                number("prompt_tokens_details", "cache_creation_tokens")))
        .outputTokens(output(input, reasoned))
        .reasoningTokens(reasoned)
        .build();
  }

  /** Some count reasoning beside the answer and not in it: the total tells. */
  private long output(long input, long reasoned) {
    long output = number("completion_tokens");
    boolean beside = reasoned > 0 && number("total_tokens") == input + output + reasoned;
    return beside ? output + reasoned : output;
  }

  private long number(String... path) {
    @Nullable Json value = body;
    for (String name : path) {
      value = value instanceof Json.Obj object ? object.fields().get(name) : null;
    }
    return value instanceof Json.Num(BigDecimal number) && number.signum() > 0
        ? number.longValue()
        : 0;
  }
}
