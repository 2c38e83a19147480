package io.factorial.openai;

import io.factorial.error.LlmException;
import io.factorial.error.LlmException.Kind;
import io.factorial.llm.ChatRequest;
import java.io.IOException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.time.InstantSource;
import java.util.StringJoiner;

/** Makes the exceptions of one call, which say nothing of what was sent. */
final class Failures {

  private final String model;
  private final Target target;
  private final Redaction redaction;

  Failures(ChatRequest request, Target target) {
    this.model = request.model().toString();
    this.target = target;
    this.redaction = new Redaction(request, target.apiKey());
  }

  /** An answer with a status other than 200. */
  LlmException status(int status, HttpHeaders headers, String body) {
    ErrorBody error = WireJson.object(body).map(ErrorBody::of).orElse(ErrorBody.EMPTY);
    Kind kind = ErrorKinds.of(status, error);
    StringJoiner text = new StringJoiner("");
    text.add(model + ": status " + status).add(said(error));
    if (status >= 300 && status < 400) {
      text.add(" (redirects are not followed)");
    }
    if (kind == Kind.UNAUTHORIZED) {
      text.add(" (expected: a valid key in " + target.keyVariable() + " or OpenAiConfig)");
    }
    headers
        .firstValue("x-request-id")
        .ifPresent(id -> text.add(", request " + WireText.identifier(id)));
    return new LlmException(
        kind, text.toString(), RetryAfter.of(headers, InstantSource.system()).orElse(null), null);
  }

  /** An error inside of an answer that began with status 200. */
  LlmException frame(ErrorBody error) {
    return new LlmException(ErrorKinds.of(error), model + ": error in the answer" + said(error));
  }

  /** What ended a call without an answer. */
  LlmException of(IOException fault) {
    return switch (fault) {
      case UnusableException unusable ->
          new LlmException(unusable.kind(), model + ": " + unusable.getMessage());
      case StalledException stalled ->
          fault(Kind.TIMEOUT, String.valueOf(stalled.getMessage()), stalled);
      case HttpConnectTimeoutException slow ->
          fault(Kind.CONNECTION, "no connection in time", slow);
      case HttpTimeoutException slow ->
          fault(Kind.TIMEOUT, "no answer within requestTimeout", slow);
      default -> fault(Kind.CONNECTION, "connection failed or broken", fault);
    };
  }

  private LlmException fault(Kind kind, String what, IOException cause) {
    return new LlmException(
        kind, model + ": " + what + ", host " + target.uri().getHost(), null, cause);
  }

  private String said(ErrorBody error) {
    StringJoiner names = new StringJoiner(", ", " (", ")").setEmptyValue("");
    error.names().stream().map(WireText::identifier).forEach(names::add);
    String text = redaction.of(error.message());
    return names + (text.isEmpty() ? "" : ": " + text);
  }
}
