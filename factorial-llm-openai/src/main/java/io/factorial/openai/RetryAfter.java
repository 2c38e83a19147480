package io.factorial.openai;

import java.math.BigDecimal;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** How long a provider asks to wait: milliseconds, seconds, or a date. */
final class RetryAfter {

  /** A provider that asks for more than this is taken at its word for a day. */
  private static final BigDecimal LONGEST_MILLIS =
      BigDecimal.valueOf(Duration.ofDays(1).toMillis());

  private RetryAfter() {}

  static Optional<Duration> of(HttpHeaders headers, InstantSource clock) {
    return millis(headers.firstValue("retry-after-ms"), 0)
        .or(() -> millis(headers.firstValue("retry-after"), 3))
        .or(() -> date(headers, clock));
  }

  private static Optional<Duration> millis(Optional<String> value, int powerOfTen) {
    return value
        .map(String::strip)
        .filter(text -> text.matches("[0-9]{1,18}(\\.[0-9]{0,9})?"))
        .map(text -> new BigDecimal(text).scaleByPowerOfTen(powerOfTen).min(LONGEST_MILLIS))
        .map(millis -> Duration.ofMillis(millis.longValue()));
  }

  /** Counted from the provider's own clock where it tells: ours may be wrong by minutes. */
  private static Optional<Duration> date(HttpHeaders headers, InstantSource clock) {
    Instant now = headers.firstValue("date").flatMap(RetryAfter::instant).orElseGet(clock::instant);
    return headers
        .firstValue("retry-after")
        .flatMap(RetryAfter::instant)
        .map(until -> Duration.between(now, until))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
        .map(wait -> wait.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1) : wait);
  }

  private static Optional<Instant> instant(String date) {
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date.strip(), Instant::from));
    } catch (DateTimeException notADate) {
      return Optional.empty();
    }
  }
}
