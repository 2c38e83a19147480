package io.factorial.bench.process;

import io.factorial.bench.measure.Cpu;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A JVM with the classes of this one, that is spoken to line by line. It ends when its input does:
 * by {@link #close}, or because this process died.
 */
public final class ChildJvm implements AutoCloseable {
  private static final long END_SECONDS = 40;

  private final Process process;
  private final BufferedReader said;
  private final Writer told;
  private final Thread hook;

  private ChildJvm(Process process) {
    this.process = process;
    this.said = process.inputReader(StandardCharsets.UTF_8);
    this.told = process.outputWriter(StandardCharsets.UTF_8);
    this.hook = new Thread(process::destroyForcibly, "child-jvm");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Starts a JVM.
   *
   * @param main the class to run
   * @param options options of the JVM
   * @param arguments arguments of the class
   * @return the JVM, which has just begun
   */
  public static ChildJvm start(Class<?> main, List<String> options, List<String> arguments) {
    return start(main.getName(), options, arguments);
  }

  /**
   * Starts a JVM.
   *
   * @param main the name of the class to run
   * @param options options of the JVM
   * @param arguments arguments of the class
   * @return the JVM, which has just begun
   */
  public static ChildJvm start(String main, List<String> options, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dguice_custom_class_loading=CHILD");
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main);
    command.addAll(arguments);
    try {
      return new ChildJvm(
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
    } catch (IOException failed) {
      throw new UncheckedIOException("java: not started", failed);
    }
  }

  /**
   * Waits for the next line that it says.
   *
   * @return the line
   */
  public String line() {
    try {
      String line = said.readLine();
      if (line == null) {
        throw new IllegalStateException("child process: ended (expected: a line)");
      }
      return line;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /**
   * Waits for a certain line.
   *
   * @param expected the line
   * @return this
   */
  public ChildJvm await(String expected) {
    String line = line();
    if (!line.equals(expected)) {
      throw new IllegalStateException("child process: " + line + " (expected: " + expected + ")");
    }
    return this;
  }

  /**
   * Tells it a line.
   *
   * @param line the line
   */
  public void tell(String line) {
    try {
      told.write(line + "\n");
      told.flush();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /**
   * The processor time that it took so far.
   *
   * @return microseconds
   */
  public double cpuMicros() {
    return Cpu.micros(process.toHandle());
  }

  /**
   * Its memory.
   *
   * @return bytes that are resident
   */
  public long residentBytes() {
    return Cpu.residentBytes(process.pid());
  }

  /** Ends it as the system ends a process that it has no memory for: at once. */
  public void kill() {
    process.destroyForcibly();
    end();
  }

  /** Asks it to end, as an operator would. */
  public void terminate() {
    process.destroy();
  }

  @Override
  public void close() {
    try {
      told.close();
    } catch (IOException gone) {
      // It has ended already.
    }
    end();
  }

  private void end() {
    try {
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IllegalStateException shuttingDown) {
      // The hook ends it.
    }
  }
}
