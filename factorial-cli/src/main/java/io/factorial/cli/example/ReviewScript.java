package io.factorial.cli.example;

import io.factorial.cli.scripted.Conversation;
import io.factorial.cli.scripted.Conversation.Answered;
import io.factorial.cli.scripted.Reply;
import io.factorial.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the scripted model reviews: a bit hasty, as models may be. */
final class ReviewScript {

  private static final Pattern TODO = Pattern.compile("(\\d+): *// TODO");

  private ReviewScript() {}

  static Reply reply(Conversation conversation) {
    if (conversation.answered("listFiles").isEmpty()) {
      return Reply.call("listFiles", Json.Obj.of());
    }
    if (conversation.answered("readFile").isEmpty()) {
      return new Reply.Act(List.of(read("Basket.java"), read("check.sh")));
    }
    return switch (conversation.answered("run").size()) {
      // The first try lacks its argument: that is told to the model, and no person is asked.
      case 0 -> Reply.call("run", Json.Obj.of("cmd", "sh check.sh --fix"));
      case 1 -> Reply.call("run", Json.Obj.of("command", "sh check.sh --fix"));
      case 2 -> Reply.call("run", Json.Obj.of("command", "rm Basket.java.bak"));
      case 3 -> Reply.call("run", Json.Obj.of("command", "ls *.bak && wc -l Basket.java"));
      default -> Reply.finish(review(conversation.answered("run")));
    };
  }

  private static Reply.Action read(String file) {
    return new Reply.Action("readFile", Json.Obj.of("name", file));
  }

  private static Json.Obj review(List<Answered> runs) {
    List<Json.Obj> comments = new ArrayList<>();
    for (Answered run : runs) {
      Matcher todo = TODO.matcher(run.output());
      if (comments.isEmpty() && todo.find()) {
        comments.add(
            comment(
                todo.group(1), "answer this before it is merged: refuse less than 0, over 100"));
      }
    }
    comments.add(comment("5", "cents / 100 loses up to 99 cents: multiply first, then divide"));
    return Json.Obj.of("verdict", "REQUEST_CHANGES", "comments", comments);
  }

  private static Json.Obj comment(String line, String text) {
    return Json.Obj.of("file", "Basket.java", "line", Integer.parseInt(line), "text", text);
  }
}
