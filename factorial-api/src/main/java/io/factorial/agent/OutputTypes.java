package io.factorial.agent;

import io.factorial.error.InvalidDefinitionException;
import java.util.stream.Stream;

/** Says which classes an agent may answer. */
final class OutputTypes {

  private OutputTypes() {}

  static void check(String agent, Class<?> type) {
    if (!type.isRecord() && !type.isEnum() && !isSealedOverRecords(type)) {
      throw new InvalidDefinitionException(
          "agent "
              + agent
              + ", output type: "
              + type.getName()
              + " (expected: a record, an enum, or a sealed interface of records; for text,"
              + " Agent.builder(name))");
    }
  }

  private static boolean isSealedOverRecords(Class<?> type) {
    return type.isInterface()
        && type.isSealed()
        && Stream.of(type.getPermittedSubclasses())
            .allMatch(each -> each.isRecord() || isSealedOverRecords(each));
  }
}
