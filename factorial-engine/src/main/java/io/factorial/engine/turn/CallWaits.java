package io.factorial.engine.turn;

import io.factorial.engine.journal.Content;
import io.factorial.engine.journal.Deferral;
import io.factorial.engine.journal.Payloads;
import io.factorial.engine.journal.WaitAnswer;
import io.factorial.json.Json;
import io.factorial.message.ToolCall;
import io.factorial.port.NewWait;
import io.factorial.port.Payload;
import io.factorial.wait.Wait;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The waits of calls, as the store knows them. */
public final class CallWaits {
  /** What an approval is answered at its deadline. */
  static final WaitAnswer NOBODY_ANSWERED = new WaitAnswer.Rejected("nobody answered in time");

  private static final int HASH_BYTES = 16;

  private CallWaits() {}

  /**
   * The wait of a call.
   *
   * @param call the call
   * @param at its place in the journal
   * @param deferral what it waits for
   * @param settings bounds a wait that sets no time of its own
   * @return the wait
   */
  static NewWait of(ToolCall call, Content.At at, Deferral deferral, TurnSettings settings) {
    return switch (deferral) {
      case Deferral.External external ->
          wait(Wait.Kind.DEFERRED_TOOL, call, at, settings)
              .within(external.timeout())
              .ending(null, answer(external.onTimeout()), external.reminders());
      case Deferral.Approval approval ->
          wait(Wait.Kind.APPROVAL, call, at, settings)
              .asking(
                  arguments(approval.shown(call)), hash(approval.shown(call)), approval.question())
              .ending(null, encoded(NOBODY_ANSWERED), List.of());
      case Deferral.Timer timer ->
          wait(Wait.Kind.TIMER, call, at, settings)
              .ending(timer.until(), encoded(new WaitAnswer.Value(timer.value())), List.of());
      case Deferral.Children children ->
          wait(
                  children.children().size() == 1 ? Wait.Kind.CHILD_TASK : Wait.Kind.BATCH,
                  call,
                  at,
                  settings)
              .ending(null, null, List.of())
              .forChildren(children.children().size(), children.policy());
    };
  }

  /**
   * The wait that is reserved for a call that may defer, before it has run.
   *
   * @param call the call
   * @param at its place in the journal
   * @param settings bounds it
   * @return the wait
   */
  static NewWait reserved(ToolCall call, Content.At at, TurnSettings settings) {
    return wait(Wait.Kind.DEFERRED_TOOL, call, at, settings);
  }

  private static NewWait wait(Wait.Kind kind, ToolCall call, Content.At at, TurnSettings settings) {
    return NewWait.of(kind, call.id(), at.turn(), at.index(), call.name(), settings.waitDeadline())
        .asking(arguments(call), "", "");
  }

  /** The arguments that a wait shows. */
  static Json.Obj arguments(NewWait wait) {
    return Payloads.json(wait.arguments()) instanceof Json.Obj object ? object : Json.Obj.of();
  }

  private static Payload arguments(ToolCall call) {
    return Payloads.of(call.arguments());
  }

  private static @Nullable Payload answer(Optional<Json> value) {
    return value.map(json -> encoded(new WaitAnswer.Value(json))).orElse(null);
  }

  /**
   * The stored form of an answer.
   *
   * @param answer the answer
   * @return the payload of its journal entry
   */
  public static Payload encoded(WaitAnswer answer) {
    return Payloads.of(new Content.Answered(answer));
  }

  /**
   * Binds an approval to what was asked for.
   *
   * @param call the call
   * @return 32 hexadecimal digits of SHA-256 over the arguments' text
   */
  static String hash(ToolCall call) {
    return hash(call.argumentsText());
  }

  /**
   * Binds an approval to what was shown.
   *
   * @param arguments their text
   * @return 32 hexadecimal digits of SHA-256 over the text
   */
  static String hash(String arguments) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(arguments.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("SHA-256: missing (expected: in every JDK)", missing);
    }
  }
}
