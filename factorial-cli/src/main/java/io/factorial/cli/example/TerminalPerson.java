package io.factorial.cli.example;

import io.factorial.cli.terminal.Terminal;
import io.factorial.examples.Person;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The person before the terminal, if there is one. */
final class TerminalPerson implements Person {

  /** What a model or a tool says must not steer the terminal. */
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

  private static final int LABEL = 14;
  private static final int WIDTH = 80 - LABEL;

  private final Terminal terminal;
  private final Optional<BufferedReader> keyboard;
  private volatile String status = "";

  /**
   * A person who reads, and may answer.
   *
   * @param terminal where they read
   * @param keyboard where they type; empty when nobody is there
   */
  TerminalPerson(Terminal terminal, Optional<BufferedReader> keyboard) {
    this.terminal = terminal;
    this.keyboard = keyboard;
    terminal.showStatus(
        spinner -> status.isEmpty() ? List.of() : List.of(label("") + spinner + " " + status));
  }

  @Override
  public boolean isThere() {
    return keyboard.isPresent();
  }

  @Override
  public void tell(String who, String what) {
    String label = who;
    for (String line : wrapped(plain(what))) {
      terminal.print((label(label) + line).stripTrailing());
      label = "";
    }
  }

  @Override
  public void show(String line) {
    status = plain(line);
    if (!terminal.isLive() && !line.isEmpty()) {
      terminal.print(label("") + status);
    }
  }

  @Override
  public Optional<String> ask(String question) {
    if (keyboard.isEmpty()) {
      return Optional.empty();
    }
    try {
      return terminal
          .ask(label("") + terminal.style().notable(question), keyboard.get())
          .map(String::strip);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private String label(String who) {
    return terminal.style().dim("%-14s".formatted(plain(who)));
  }

  /** The text in lines that fit beside the label; a word that is too long has a line of its own. */
  private static List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line);
        line = word;
      } else {
        line = line.isEmpty() ? word : line + " " + word;
      }
    }
    lines.add(line);
    return lines;
  }

  private static String plain(String text) {
    return CONTROL.matcher(text).replaceAll(" ").strip();
  }
}
