package io.factorial.cli.example;

import io.factorial.cli.scripted.Conversation;
import io.factorial.cli.scripted.Reply;
import io.factorial.json.Json;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the scripted model books invoices: by their words, and by their annexes. */
final class BatchScript {

  private static final Pattern NUMBER = Pattern.compile("Invoice (\\d+): (.*)");
  private static final Pattern ANNEX = Pattern.compile("annex (\\d+)");

  private BatchScript() {}

  static Reply reply(Conversation conversation) {
    Matcher invoice = NUMBER.matcher(conversation.query());
    if (!invoice.find()) {
      return book("UNCLEAR", "no invoice");
    }
    List<Conversation.Answered> read = conversation.answered("annex");
    String text = read.isEmpty() ? invoice.group(2) : read.getLast().output();
    Matcher annex = ANNEX.matcher(text);
    if (annex.find()) {
      return Reply.call(
          "annex",
          Json.Obj.of(
              "invoice",
              Integer.parseInt(invoice.group(1)),
              "annex",
              Integer.parseInt(annex.group(1))));
    }
    if (text.contains("Hotel") || text.contains("Train")) {
      return book("TRAVEL", "on the road");
    }
    return text.contains("tea") ? book("FOOD", "for the kitchen") : book("OFFICE", "for the desks");
  }

  private static Reply book(String category, String reason) {
    return Reply.finish(Json.Obj.of("category", category, "reason", reason));
  }
}
