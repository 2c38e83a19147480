package io.factorial.openai;

import io.factorial.error.LlmException.Kind;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Classes the errors of providers: by what they call them, and by status. */
final class ErrorKinds {

  /** Names that say more than any status does. */
  private static final Map<String, Kind> PRECISE =
      Map.ofEntries(
          Map.entry("insufficient_quota", Kind.QUOTA_EXCEEDED),
          Map.entry("insufficient_credits", Kind.QUOTA_EXCEEDED),
          Map.entry("billing_hard_limit_reached", Kind.QUOTA_EXCEEDED),
          Map.entry("billing_not_active", Kind.QUOTA_EXCEEDED),
          Map.entry("billing_error", Kind.QUOTA_EXCEEDED),
          Map.entry("context_length_exceeded", Kind.CONTEXT_LENGTH_EXCEEDED),
          Map.entry("context_window_exceeded", Kind.CONTEXT_LENGTH_EXCEEDED),
          Map.entry("content_filter", Kind.CONTENT_FILTERED),
          Map.entry("content_policy_violation", Kind.CONTENT_FILTERED));

  /** Names that stand in for a status where there is none: inside of a stream. */
  private static final Map<String, Kind> BY_NAME =
      Map.ofEntries(
          Map.entry("rate_limit_exceeded", Kind.RATE_LIMITED),
          Map.entry("rate_limit_error", Kind.RATE_LIMITED),
          Map.entry("too_many_requests", Kind.RATE_LIMITED),
          Map.entry("resource_exhausted", Kind.RATE_LIMITED),
          Map.entry("requests", Kind.RATE_LIMITED),
          Map.entry("tokens", Kind.RATE_LIMITED),
          Map.entry("overloaded_error", Kind.OVERLOADED),
          Map.entry("overloaded", Kind.OVERLOADED),
          Map.entry("service_unavailable", Kind.OVERLOADED),
          Map.entry("unavailable", Kind.OVERLOADED),
          Map.entry("server_error", Kind.SERVER_ERROR),
          Map.entry("api_error", Kind.SERVER_ERROR),
          Map.entry("internal_error", Kind.SERVER_ERROR),
          Map.entry("internal_server_error", Kind.SERVER_ERROR),
          Map.entry("timeout", Kind.TIMEOUT),
          Map.entry("timeout_error", Kind.TIMEOUT),
          Map.entry("invalid_request_error", Kind.INVALID_REQUEST),
          Map.entry("bad_request", Kind.INVALID_REQUEST),
          Map.entry("badrequesterror", Kind.INVALID_REQUEST),
          Map.entry("invalid_argument", Kind.INVALID_REQUEST),
          Map.entry("invalid_api_key", Kind.UNAUTHORIZED),
          Map.entry("authentication_error", Kind.UNAUTHORIZED),
          Map.entry("unauthorized", Kind.UNAUTHORIZED),
          Map.entry("permission_error", Kind.FORBIDDEN),
          Map.entry("permission_denied", Kind.FORBIDDEN),
          Map.entry("model_not_found", Kind.NOT_FOUND),
          Map.entry("not_found_error", Kind.NOT_FOUND),
          Map.entry("not_found", Kind.NOT_FOUND));

  /** How those say it that have no name for it. */
  private static final Pattern TOO_LONG =
      Pattern.compile(
          "maximum (context|prompt) length|context (length|window)|(prompt|input) is too long"
              + "|too many (input )?tokens",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern NO_MONEY =
      Pattern.compile("credit balance", Pattern.CASE_INSENSITIVE);

  private ErrorKinds() {}

  /** The class of an error that came with a status. */
  static Kind of(int status, ErrorBody error) {
    Kind kind = named(PRECISE, error).orElseGet(() -> byStatus(status));
    return kind == Kind.INVALID_REQUEST ? byText(error) : kind;
  }

  /** The class of an error inside an answer that began well. */
  static Kind of(ErrorBody error) {
    Kind kind =
        named(PRECISE, error)
            .or(() -> error.status().map(ErrorKinds::byStatus))
            .or(() -> named(BY_NAME, error))
            .orElse(Kind.SERVER_ERROR);
    return kind == Kind.INVALID_REQUEST ? byText(error) : kind;
  }

  private static Optional<Kind> named(Map<String, Kind> names, ErrorBody error) {
    return error.names().stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .filter(names::containsKey)
        .map(names::get)
        .findFirst();
  }

  private static Kind byText(ErrorBody error) {
    if (TOO_LONG.matcher(error.message()).find()) {
      return Kind.CONTEXT_LENGTH_EXCEEDED;
    }
    return NO_MONEY.matcher(error.message()).find() ? Kind.QUOTA_EXCEEDED : Kind.INVALID_REQUEST;
  }

  private static Kind byStatus(int status) {
    return switch (status) {
      case 401 -> Kind.UNAUTHORIZED;
      case 402 -> Kind.QUOTA_EXCEEDED;
      case 403 -> Kind.FORBIDDEN;
      case 404 -> Kind.NOT_FOUND;
      case 408 -> Kind.TIMEOUT;
      case 409 -> Kind.SERVER_ERROR; // a conflict inside of the provider, over after a while
      case 429 -> Kind.RATE_LIMITED;
      case 503, 529 -> Kind.OVERLOADED;
      default -> status >= 500 ? Kind.SERVER_ERROR : Kind.INVALID_REQUEST;
    };
  }
}
