package io.factorial.redis;

import io.factorial.budget.Usage;
import io.factorial.port.Reservation;
import io.factorial.port.Spend;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Amounts as scripts count them. Lua's numbers are exact up to 2^53; more than that is no limit.
 */
final class Spends {
  private static final long EXACT = 1L << 53;

  private Spends() {}

  static void add(Args args, @Nullable Reservation reservation) {
    if (reservation == null) {
      args.add("");
      return;
    }
    args.add(reservation.step());
    for (long amount : parts(reservation.amount())) {
      args.add(Math.min(amount, EXACT));
    }
  }

  /** Five limits; no limit is an empty argument. */
  static void addLimits(Args args, Spend limits) {
    for (long limit : parts(limits)) {
      args.add(limit >= EXACT ? "" : Long.toString(limit));
    }
  }

  static Spend read(Map<String, String> budget, String part, long absent) {
    long[] parts = new long[5];
    for (int i = 0; i < parts.length; i++) {
      String value = budget.get(part + (i + 1));
      parts[i] = value == null ? absent : Long.parseLong(value);
    }
    return new Spend(parts[0], parts[1], parts[2], parts[3], parts[4]);
  }

  static String write(@Nullable Usage usage) {
    if (usage == null) {
      return "";
    }
    BigDecimal cost = usage.costUsd();
    return String.join(
        ",",
        Integer.toString(usage.requests()),
        Integer.toString(usage.toolCalls()),
        Long.toString(usage.inputTokens()),
        Long.toString(usage.cacheReadTokens()),
        Long.toString(usage.cacheWriteTokens()),
        Long.toString(usage.outputTokens()),
        Long.toString(usage.reasoningTokens()),
        cost == null ? "?" : cost.toString());
  }

  static Usage readUsage(@Nullable String stored) {
    if (stored == null || stored.isEmpty()) {
      return Usage.ZERO;
    }
    String[] n = stored.split(",", -1);
    return new Usage(
        Integer.parseInt(n[0]),
        Integer.parseInt(n[1]),
        Long.parseLong(n[2]),
        Long.parseLong(n[3]),
        Long.parseLong(n[4]),
        Long.parseLong(n[5]),
        Long.parseLong(n[6]),
        n[7].equals("?") ? null : new BigDecimal(n[7]));
  }

  private static long[] parts(Spend spend) {
    return new long[] {
      spend.turns(), spend.toolCalls(), spend.inputTokens(), spend.outputTokens(), spend.costNanos()
    };
  }
}
