package io.factorial.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Optional;

/**
 * Sends the log to standard error, so that standard output holds nothing but what was asked for.
 * Found by Logback through {@link java.util.ServiceLoader}; code instead of an XML file because
 * reading one costs a start several hundred milliseconds.
 */
public final class LogToStandardError extends ContextAwareBase implements Configurator {

  /** Made by Logback. */
  public LogToStandardError() {}

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    PatternLayoutEncoder lines = new PatternLayoutEncoder();
    lines.setContext(context);
    lines.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg %kvp%n");
    lines.start();
    ConsoleAppender<ILoggingEvent> standardError = new ConsoleAppender<>();
    standardError.setContext(context);
    standardError.setTarget("System.err");
    standardError.setEncoder(lines);
    standardError.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(standardError);
    root.setLevel(Level.ERROR);
    // What a command has to say it says by itself; a retry that worked is no news to its user.
    context.getLogger("io.factorial").setLevel(Level.toLevel(wanted(), Level.ERROR));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static String wanted() {
    return Optional.ofNullable(System.getenv("FACTORIAL_LOG")).orElse("");
  }
}
