package io.factorial.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Optional;

/** Whoever sits before an example: is told what happens, and may be asked. */
public interface Person {

  /**
   * Whether somebody is there to answer.
   *
   * @return true if {@link #ask} waits for an answer
   */
  boolean isThere();

  /**
   * Tells what happens.
   *
   * @param who of whom it is told, a short name
   * @param what what they do
   */
  void tell(String who, String what);

  /**
   * Shows how far something is: one line, of which only the newest counts.
   *
   * @param line the line, empty when there is nothing to show any more
   */
  void show(String line);

  /**
   * Asks a question, and waits for the answer.
   *
   * @param question the question
   * @return the answer; empty when nobody is there to answer
   */
  Optional<String> ask(String question);

  /**
   * Standard output and standard input; where the input has ended, nobody is there.
   *
   * @return the person
   */
  static Person atConsole() {
    BufferedReader keyboard =
        new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
    return new Person() {
      @Override
      public boolean isThere() {
        return true;
      }

      @Override
      public void tell(String who, String what) {
        System.out.printf("%-14s%s%n", who, what);
      }

      @Override
      public void show(String line) {
        if (!line.isEmpty()) {
          tell("", line);
        }
      }

      @Override
      public Optional<String> ask(String question) {
        System.out.print(question + " ");
        System.out.flush();
        try {
          return Optional.ofNullable(keyboard.readLine()).map(String::strip);
        } catch (IOException gone) {
          return Optional.empty();
        }
      }
    };
  }
}
