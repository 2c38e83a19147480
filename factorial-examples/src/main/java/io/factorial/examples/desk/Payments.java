package io.factorial.examples.desk;

import java.math.BigDecimal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** The payment service: an old one, that cannot tell a repeated request from a new one. */
final class Payments {

  /** The order for which the service books the money and then never answers. */
  private static final String HANGS = "1003";

  private final Map<String, Integer> refunds = new ConcurrentHashMap<>();
  private final CountDownLatch hanging = new CountDownLatch(1);
  private final CountDownLatch never = new CountDownLatch(1);

  /** Pays money back, each time that it is called. */
  String refund(String order, BigDecimal amount) throws InterruptedException {
    refunds.merge(order, 1, Integer::sum);
    if (order.equals(HANGS)) {
      hanging.countDown();
      never.await();
    }
    return "refunded " + amount + " for order " + order;
  }

  /** How often money was paid back for an order. */
  int refunds(String order) {
    return refunds.getOrDefault(order, 0);
  }

  /** Whether a request hangs, with the money booked. */
  boolean hangs() {
    return hanging.getCount() == 0;
  }
}
