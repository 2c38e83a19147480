package io.factorial.cli.scripted;

import io.factorial.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A request to a model, as far as a script looks at it.
 *
 * @param users what the user said, oldest first
 * @param calls the tool calls that were answered, oldest first
 * @param tools the tools that the model may call
 */
public record Conversation(List<String> users, List<Answered> calls, List<String> tools) {

  /**
   * A tool call and its result.
   *
   * @param tool the tool's name
   * @param arguments what it was called with, as text
   * @param output what it answered
   */
  public record Answered(String tool, String arguments, String output) {

    /** Checks that nothing is missing. */
    public Answered {
      Objects.requireNonNull(tool, "tool");
      Objects.requireNonNull(arguments, "arguments");
      Objects.requireNonNull(output, "output");
    }
  }

  /** Copies the lists. */
  public Conversation {
    users = List.copyOf(users);
    calls = List.copyOf(calls);
    tools = List.copyOf(tools);
  }

  /**
   * What the run was asked.
   *
   * @return the first thing that the user said, empty if there is none
   */
  public String query() {
    return users.isEmpty() ? "" : users.getFirst();
  }

  /**
   * Whether the user said something after the query.
   *
   * @param word a part of it
   * @return true if a later message contains the word
   */
  public boolean steeredTo(String word) {
    return users.stream().skip(1).anyMatch(text -> text.contains(word));
  }

  /**
   * The results of a tool.
   *
   * @param tool the tool's name
   * @return its answered calls, oldest first
   */
  public List<Answered> answered(String tool) {
    return calls.stream().filter(call -> call.tool().equals(tool)).toList();
  }

  /**
   * Reads a request of the chat completions protocol.
   *
   * @param request the body of the request
   * @return what it says
   */
  static Conversation of(Json.Obj request) {
    List<String> users = new ArrayList<>();
    Map<String, Json.Obj> open = new LinkedHashMap<>();
    List<Answered> calls = new ArrayList<>();
    for (Json.Obj message : objects(request, "messages")) {
      switch (message.text("role").orElse("")) {
        case "user" -> users.add(content(message));
        case "assistant" ->
            objects(message, "tool_calls").forEach(call -> open.put(id(call, "id"), call));
        case "tool" ->
            Optional.ofNullable(open.get(id(message, "tool_call_id")))
                .ifPresent(call -> calls.add(answered(call, content(message))));
        default -> {} // instructions: the script is chosen by what the user asks
      }
    }
    List<String> tools =
        objects(request, "tools").stream().map(tool -> name(function(tool))).toList();
    return new Conversation(users, calls, tools);
  }

  private static Answered answered(Json.Obj call, String output) {
    Json.Obj function = function(call);
    return new Answered(name(function), function.text("arguments").orElse("{}"), output);
  }

  private static String content(Json.Obj message) {
    return message
        .text("content")
        .orElseGet(
            () ->
                String.join(
                    "",
                    objects(message, "content").stream()
                        .map(part -> part.text("text").orElse(""))
                        .toList()));
  }

  private static Json.Obj function(Json.Obj of) {
    return of.get("function").orElse(Json.Obj.of()) instanceof Json.Obj function
        ? function
        : Json.Obj.of();
  }

  private static String name(Json.Obj function) {
    return function.text("name").orElse("");
  }

  private static String id(Json.Obj object, String field) {
    return object.text(field).orElse("");
  }

  private static List<Json.Obj> objects(Json.Obj object, String field) {
    List<Json.Obj> objects = new ArrayList<>();
    if (object.get(field).orElse(Json.Obj.of()) instanceof Json.Arr array) {
      for (Json item : array.items()) {
        if (item instanceof Json.Obj found) {
          objects.add(found);
        }
      }
    }
    return objects;
  }
}
