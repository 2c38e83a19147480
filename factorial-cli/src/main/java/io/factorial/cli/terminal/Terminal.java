package io.factorial.cli.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Where a command shows what happens: lines that stay, and under them, on a real terminal, a status
 * that is drawn again ten times a second. Anywhere else there is no status and no control code.
 *
 * <p><b>Threads.</b> Any number of threads may print. The status is drawn by a virtual thread that
 * {@link #close} stops.
 */
public final class Terminal implements AutoCloseable {

  private static final Duration FRAME = Duration.ofMillis(100);
  private static final String HIDE_CURSOR = "\033[?25l";
  private static final String SHOW_CURSOR = "\033[?25h";

  /**
   * A status line that is wider than the terminal is cut by it; a wrapped one would be miscounted.
   */
  private static final String NO_WRAP = "\033[?7l";

  private static final String WRAP = "\033[?7h";

  private final PrintStream out;
  private final Style style;
  private final boolean live;
  private final ReentrantLock lock = new ReentrantLock(); // guards everything below, and the stream
  private Function<String, List<String>> status = frame -> List.of();
  private final List<String> held = new ArrayList<>(); // printed once the question is answered
  private boolean asking;
  private boolean animated;
  private int drawn;
  private int frame;
  private boolean closed;

  private Terminal(PrintStream out, Style style, boolean live) {
    this.out = out;
    this.style = style;
    this.live = live;
  }

  /**
   * The terminal of this process, as the launcher and the environment describe it.
   *
   * @param out standard output
   * @param environment the environment variables
   * @param isTerminal whether standard output is a terminal
   * @return the terminal
   */
  public static Terminal of(PrintStream out, Map<String, String> environment, boolean isTerminal) {
    boolean live = isTerminal && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    boolean colour = live && environment.getOrDefault("NO_COLOR", "").isEmpty();
    boolean symbols = out.charset().newEncoder().canEncode(Style.SYMBOLS);
    return new Terminal(out, new Style(colour, symbols), live);
  }

  /**
   * How to write on this terminal.
   *
   * @return its style
   */
  public Style style() {
    return style;
  }

  /**
   * Whether a status can be shown.
   *
   * @return true on a real terminal
   */
  public boolean isLive() {
    return live;
  }

  /**
   * Prints a line that stays. While a question is open, it waits for the answer.
   *
   * @param line the line
   */
  public void print(String line) {
    lock.lock();
    try {
      if (asking) {
        held.add(line);
        return;
      }
      erase();
      out.println(line);
      draw();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Asks a question, and waits until a line was typed. The status is gone meanwhile.
   *
   * @param question the question
   * @param keyboard where the answer comes from
   * @return the line, empty when the keyboard is closed
   * @throws IOException if it cannot be read
   */
  public Optional<String> ask(String question, BufferedReader keyboard) throws IOException {
    open(question);
    try {
      return Optional.ofNullable(keyboard.readLine());
    } finally {
      answered();
    }
  }

  private void open(String question) {
    lock.lock();
    try {
      erase();
      asking = true;
      out.print((animated ? SHOW_CURSOR : "") + question + " ");
      out.flush();
    } finally {
      lock.unlock();
    }
  }

  private void answered() {
    lock.lock();
    try {
      asking = false;
      held.forEach(out::println);
      held.clear();
      out.print(animated ? HIDE_CURSOR : "");
      draw();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Shows a status under the lines, until {@link #close}.
   *
   * @param lines gives the status, one line each, for the present frame of the spinner
   */
  public void showStatus(Function<String, List<String>> lines) {
    if (!live) {
      return;
    }
    lock.lock();
    try {
      status = lines;
      animated = true;
      out.print(HIDE_CURSOR);
      Thread.startVirtualThread(this::animate);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the status away, and leaves the terminal as it was. Lines may still be printed; a second
   * call does nothing.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed && live) {
        erase();
        out.print(SHOW_CURSOR);
      }
      closed = true;
      status = frame -> List.of();
      out.flush();
    } finally {
      lock.unlock();
    }
  }

  private void animate() {
    try {
      while (redraw()) {
        TimeUnit.NANOSECONDS.sleep(FRAME.toNanos());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean redraw() {
    lock.lock();
    try {
      frame++;
      erase();
      draw();
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void erase() {
    if (drawn > 0) {
      out.print("\033[" + drawn + "F\033[J");
      drawn = 0;
    }
  }

  private void draw() {
    List<String> lines = closed || asking ? List.of() : status.apply(style.spinner(frame));
    if (!lines.isEmpty()) {
      out.print(
          NO_WRAP + String.join(System.lineSeparator(), lines) + System.lineSeparator() + WRAP);
      drawn = lines.size();
    }
    out.flush();
  }
}
