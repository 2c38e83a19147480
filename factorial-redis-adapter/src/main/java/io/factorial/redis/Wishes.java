package io.factorial.redis;

import io.factorial.port.Wish;
import java.util.List;
import java.util.Map;

/** Wishes as scripts take them. */
final class Wishes {
  private Wishes() {}

  /** A wish as it is; permits by agent, where an agent is limited and permits were taken. */
  static void add(Args args, Wish wish, Map<String, Integer> permits) {
    add(args, wish, wish.wants(), permits);
  }

  static void add(Args args, Wish wish, List<Wish.Want> wants, Map<String, Integer> permits) {
    args.add(wish.nonce().value()).add(wish.leaseLength()).add(wants.size());
    for (Wish.Want want : wants) {
      Integer taken = permits.get(want.agent());
      args.add(want.agent())
          .addOr(want.version())
          .add(want.slots())
          .add(taken == null ? "" : taken.toString());
    }
  }
}
