package io.factorial.cli.terminal;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads lengths of time as people write them: {@code 500ms}, {@code 3s}, {@code 2m}, {@code 1h}.
 */
public final class Times implements ITypeConverter<Duration> {

  private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  /** Made by the command line. */
  public Times() {}

  @Override
  public Duration convert(String value) {
    Matcher form = FORM.matcher(value);
    if (form.matches()) {
      long number = Long.parseLong(form.group(1));
      return switch (form.group(2)) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        default -> Duration.ofDays(number);
      };
    }
    try {
      return Duration.parse(value);
    } catch (DateTimeParseException neither) {
      throw new TypeConversionException(
          "'" + value + "' is no length of time (expected: 500ms, 3s, 2m, 1h, 7d, or PT3S)");
    }
  }
}
