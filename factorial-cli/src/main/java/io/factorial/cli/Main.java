package io.factorial.cli;

/** Starts the {@code factorial} command. */
public final class Main {

  private Main() {}

  /**
   * Runs one command and ends the process with its exit code: 0 if it did what was asked, 1 if not,
   * 2 if it did not understand what was asked.
   *
   * @param args the command line, without the name of the program
   */
  public static void main(String[] args) {
    System.exit(FactorialCommand.commandLine().execute(args));
  }
}
