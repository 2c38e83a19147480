package io.factorial.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.factorial.budget.Usage;
import io.factorial.event.AgentEvent;
import io.factorial.event.CustomEvent;
import io.factorial.event.EventCursor;
import io.factorial.json.Json;
import io.factorial.llm.ChatChunk;
import io.factorial.llm.ModelName;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import io.factorial.run.RunError;
import io.factorial.task.BatchId;
import io.factorial.task.BatchProgress;
import io.factorial.task.TaskId;
import io.factorial.wait.Wait;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/reference/events.md names every event, with its type and its fields. */
final class DocsEventsTest {
  private static final int LEAST_EVENTS = 30;
  private static final String ID = "0-" + "a".repeat(22);

  private static final AgentEvent.Meta META =
      new AgentEvent.Meta(
          new EventCursor("1"), 1, new TaskId(ID), "owner", "agent", 0, 0, "", Instant.EPOCH);

  private static final ToolCall CALL = ToolCall.of("call_1", "any", "{}");

  private static final Wait WAIT =
      new Wait(
          new TaskId(ID),
          "call_1",
          Wait.Kind.APPROVAL,
          "agent",
          "owner",
          "any",
          Json.Obj.of(),
          "",
          "",
          Instant.EPOCH,
          Optional.empty());

  /** A value for each type of a component, so that every event can be made. */
  private static final List<Object> VALUES =
      List.of(
          META,
          CALL,
          WAIT,
          "any",
          1,
          List.of(),
          Instant.EPOCH,
          Usage.ZERO,
          new RunError("any", "", false),
          ModelName.parse("any:any"),
          new ChatChunk.Text(""),
          Message.assistant(""),
          new BatchId(ID),
          BatchProgress.of(1, 0, 0, 0),
          new Json.Null());

  @Test
  void everyEventIsToldWithItsTypeAndFields() throws ReflectiveOperationException {
    Map<String, String> events = new TreeMap<>();
    for (Class<?> leaf : leaves(AgentEvent.class).toList()) {
      events.put(nameOf(leaf), leaf == CustomEvent.class ? "as published" : made(leaf).type());
    }
    assertThat(events.size()).isGreaterThanOrEqualTo(LEAST_EVENTS);
    assertThat(told(1)).isEqualTo(events);
    Map<String, String> fields =
        leaves(AgentEvent.class)
            .collect(
                Collectors.toMap(
                    DocsEventsTest::nameOf, DocsEventsTest::fields, (a, b) -> a, TreeMap::new));
    assertThat(told(2)).isEqualTo(fields);
  }

  @Test
  void everyFieldOfTheHeaderIsTold() {
    List<String> components =
        Stream.of(AgentEvent.Meta.class.getRecordComponents())
            .map(RecordComponent::getName)
            .toList();
    List<Tables.Row> rows = tables().getOrDefault("What every event says", List.of());
    assertThat(rows).map(row -> row.cell(0)).isEqualTo(components);
    assertThat(rows)
        .map(row -> row.cell(1))
        .isSubsetOf(new CustomEvent(META, "any", new Json.Null()).toJson().fields().keySet());
  }

  private static Map<String, List<Tables.Row>> tables() {
    return Tables.of(Guide.page("docs/reference/events.md"));
  }

  /** A column of the tables of events, by the event. */
  private static Map<String, String> told(int column) {
    return tables().entrySet().stream()
        .filter(table -> table.getKey().contains("Event:"))
        .flatMap(table -> table.getValue().stream())
        .collect(
            Collectors.toMap(
                row -> row.cell(0),
                row -> row.cell(column).replace("`", ""),
                (a, b) -> a,
                TreeMap::new));
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(DocsEventsTest::leaves)
        : Stream.of(type);
  }

  private static String nameOf(Class<?> leaf) {
    Class<?> family = leaf.getDeclaringClass();
    return family == null
        ? leaf.getSimpleName()
        : family.getSimpleName() + "." + leaf.getSimpleName();
  }

  private static String fields(Class<?> leaf) {
    return Stream.of(leaf.getRecordComponents())
        .map(RecordComponent::getName)
        .filter(name -> !name.equals("meta"))
        .collect(Collectors.joining(", "));
  }

  private static AgentEvent made(Class<?> leaf) throws ReflectiveOperationException {
    List<Object> arguments = new ArrayList<>();
    Constructor<?> constructor = leaf.getDeclaredConstructors()[0];
    for (Class<?> parameter : constructor.getParameterTypes()) {
      arguments.add(
          VALUES.stream()
              .filter(
                  value ->
                      parameter.isInstance(value) || (parameter == int.class && value.equals(1)))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no value for " + parameter)));
    }
    return (AgentEvent) constructor.newInstance(arguments.toArray());
  }
}
