package io.factorial.openai;

import io.factorial.llm.ChatRequest;
import io.factorial.message.Message;
import io.factorial.message.Part;
import io.factorial.message.ToolCall;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a provider's error text what it quotes of the request: keys, prompts, arguments.
 *
 * <p>Providers quote freely, and what they write ends up in exceptions, events and logs.
 */
final class Redaction {

  private static final String MASK = "***";

  /** Error texts are cut here. */
  private static final int LONGEST = 400;

  /** Anything shared with the request that is at least this long counts as a quotation. */
  private static final int WINDOW = 12;

  /** Texts of the request below this length would mask half the words of any error. */
  private static final int SHORTEST = 4;

  private static final Pattern KEY_LIKE =
      Pattern.compile("(?i)(?:bearer\\s+\\S+|\\b(?:sk|xai|fw|key|pk)[-_][a-z0-9_*.-]{6,})");

  private final ChatRequest request;
  private final @Nullable String key;

  Redaction(ChatRequest request, @Nullable String key) {
    this.request = request;
    this.key = key;
  }

  /** The text of an error as it may be shown. */
  String of(String text) {
    String cut = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    BitSet hidden = new BitSet(cut.length());
    Matcher keys = KEY_LIKE.matcher(cut);
    while (keys.find()) {
      hidden.set(keys.start(), keys.end());
    }
    for (String secret : secrets()) {
      hide(secret, cut, hidden);
    }
    String shown = masked(cut, hidden).replaceAll("\\s+", " ").strip();
    return text.length() > LONGEST ? shown + "…" : shown;
  }

  private static void hide(String secret, String text, BitSet hidden) {
    if (secret.length() < WINDOW) {
      for (int at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + 1)) {
        hidden.set(at, at + secret.length());
      }
      return;
    }
    for (int i = 0; i + WINDOW <= text.length(); i++) {
      if (secret.contains(text.substring(i, i + WINDOW))) {
        hidden.set(i, i + WINDOW);
      }
    }
  }

  private static String masked(String text, BitSet hidden) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < text.length(); ) {
      if (hidden.get(i)) {
        shown.append(MASK);
        i = hidden.nextClearBit(i);
      } else {
        shown.append(text.charAt(i));
        i++;
      }
    }
    return shown.toString();
  }

  private List<String> secrets() {
    List<String> secrets = new ArrayList<>();
    if (key != null) {
      secrets.add(key);
    }
    for (Message message : request.messages()) {
      switch (message) {
        case Message.Instructions instructions -> secrets.add(instructions.text());
        case Message.User user -> parts(user.parts(), secrets);
        case Message.Assistant assistant -> {
          parts(assistant.parts(), secrets);
          assistant.toolCalls().stream().map(ToolCall::argumentsText).forEach(secrets::add);
        }
        case Message.ToolOutput output -> secrets.add(output.text());
      }
    }
    secrets.removeIf(secret -> secret.length() < SHORTEST);
    return secrets;
  }

  private static void parts(List<Part> parts, List<String> secrets) {
    for (Part part : parts) {
      switch (part) {
        case Part.Text(String text) -> secrets.add(text);
        case Part.Reasoning reasoning -> secrets.add(reasoning.text());
        case Part.Media media -> secrets.add(media.uri());
        case Part.Other other -> secrets.add(other.data().text());
      }
    }
  }
}
