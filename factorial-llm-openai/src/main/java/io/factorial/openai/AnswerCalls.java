package io.factorial.openai;

import io.factorial.json.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tool calls of one answer, and the rules by which a piece finds its call: endpoints leave out
 * {@code index}, {@code id} or both, or give every call the index 0. For one thread.
 */
final class AnswerCalls {

  private final List<AnswerCall> calls = new ArrayList<>();

  List<AnswerCall> all() {
    return calls;
  }

  /** Starts a call that comes in one piece. */
  AnswerCall whole() {
    return begin(null);
  }

  /** The call that a piece belongs to, which may be a new one. */
  AnswerCall of(Json.Obj piece) {
    Integer index = index(piece);
    String id = piece.text("id").orElse("");
    String name =
        piece.fields().get("function") instanceof Json.Obj function
            ? function.text("name").orElse("")
            : "";
    AnswerCall known = index != null ? byIndex(index, id, name) : withoutIndex(id, name);
    return known != null ? known : begin(index);
  }

  /** A new id together with a name begins a call, whatever its index. */
  private @Nullable AnswerCall byIndex(int index, String id, String name) {
    for (AnswerCall call : calls.reversed()) {
      if (call.wireIndex() != null && call.wireIndex() == index) {
        boolean another =
            !id.isEmpty() && !call.id().isEmpty() && !id.equals(call.id()) && !name.isEmpty();
        return another ? null : call;
      }
    }
    return null;
  }

  private @Nullable AnswerCall withoutIndex(String id, String name) {
    if (calls.isEmpty()) {
      return null;
    }
    AnswerCall last = calls.getLast();
    if (!id.isEmpty()) {
      return calls.stream()
          .filter(call -> call.id().equals(id))
          .findFirst()
          .orElse(name.isEmpty() ? last : null);
    }
    boolean repeats = name.equals(last.name()) && !last.looksWhole();
    return name.isEmpty() || last.name().isEmpty() || repeats ? last : null;
  }

  private AnswerCall begin(@Nullable Integer index) {
    AnswerCall call = new AnswerCall(index);
    calls.add(call);
    return call;
  }

  private static @Nullable Integer index(Json.Obj piece) {
    return piece.fields().get("index") instanceof Json.Num(BigDecimal index)
        ? Integer.valueOf(index.intValue())
        : null;
  }
}
