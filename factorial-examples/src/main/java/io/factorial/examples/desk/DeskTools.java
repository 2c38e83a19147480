package io.factorial.examples.desk;

import io.factorial.tool.FunctionTool;
import io.factorial.tool.OnTimeout;
import io.factorial.tool.Param;
import io.factorial.tool.Replay;
import io.factorial.tool.Tool;
import io.factorial.tool.ToolContext;
import io.factorial.tool.ToolResult;
import java.math.BigDecimal;
import java.time.Duration;

/** What the desk can do. */
final class DeskTools {

  private static final BigDecimal SMALL = new BigDecimal("50");

  private final Mailbox mailbox;
  private final Payments payments;
  private final Duration patience;

  DeskTools(Mailbox mailbox, Payments payments, Duration patience) {
    this.mailbox = mailbox;
    this.payments = payments;
    this.patience = patience;
  }

  @Tool("Ask the customer to confirm by e-mail")
  ToolResult confirm(
      @Param("The customer's name") String customer, String question, ToolContext ctx) {
    mailbox.send(new Mailbox.Mail(customer, question, ctx.taskId(), ctx.call().id()));
    return ToolResult.pending(patience)
        .onTimeout(OnTimeout.answer("the customer did not answer in time"))
        .remindAfter(patience.dividedBy(2));
  }

  @Tool("How often money was paid back for an order")
  int countRefunds(@Param("Order number") String order) {
    return payments.refunds(order);
  }

  /** What the tool refund is called with. */
  record Refund(@Param("Order number") String order, BigDecimal amount) {}

  /** Money goes out once: a call of which nobody knows how it ended is never made again. */
  FunctionTool<Refund> refund() {
    return FunctionTool.of(
            "refund",
            "Pay an order back",
            Refund.class,
            (refund, ctx) -> payments.refund(refund.order(), refund.amount()))
        .needsApproval((refund, run) -> refund.amount().compareTo(SMALL) > 0)
        .replay(Replay.NEVER);
  }
}
