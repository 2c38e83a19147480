package io.factorial.cli.example;

import io.factorial.cli.scripted.Conversation;
import io.factorial.cli.scripted.Reply;
import io.factorial.json.Json;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the scripted model serves the customers of the desk. */
final class DeskScript {

  private static final Pattern WISH =
      Pattern.compile("(\\w+) wants the ([0-9.]+) of order (\\d+) back");

  private DeskScript() {}

  static Reply reply(Conversation conversation) {
    Matcher wish = WISH.matcher(conversation.query());
    return wish.find()
        ? serve(conversation, wish.group(1), wish.group(2), wish.group(3))
        : Reply.say("I am a script, and this is not in it.");
  }

  private static Reply serve(
      Conversation conversation, String customer, String amount, String order) {
    if (conversation.answered("confirm").isEmpty()) {
      String question = "Shall we pay " + amount + " for order " + order + " back to your card?";
      return Reply.call("confirm", Json.Obj.of("customer", customer, "question", question));
    }
    if (!output(conversation, "confirm").startsWith("y")) {
      return Reply.say("We have not heard a yes from you, so nothing was paid back.");
    }
    if (conversation.answered("refund").isEmpty()) {
      return Reply.call("refund", Json.Obj.of("order", order, "amount", new BigDecimal(amount)));
    }
    String refund = output(conversation, "refund");
    if (refund.startsWith("refunded")) {
      return Reply.say("We have paid " + amount + " back to your card.");
    }
    if (!refund.contains("unknown")) {
      return Reply.say("I am sorry, the shop has decided not to pay this back.");
    }
    if (conversation.answered("countRefunds").isEmpty()) {
      return Reply.call("countRefunds", Json.Obj.of("order", order));
    }
    return output(conversation, "countRefunds").equals("0")
        ? Reply.say("Your refund did not go through; a colleague will call you.")
        : Reply.say("We have paid " + amount + " back to your card, as our books say.");
  }

  private static String output(Conversation conversation, String tool) {
    return conversation.answered(tool).getLast().output();
  }
}
