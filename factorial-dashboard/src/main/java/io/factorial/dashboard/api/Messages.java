package io.factorial.dashboard.api;

import io.factorial.dashboard.http.Fields;
import io.factorial.json.Json;
import io.factorial.message.Message;
import io.factorial.message.Part;
import io.factorial.message.ToolCall;
import io.factorial.port.Transcript;
import java.util.List;

/** A conversation as JSON. */
final class Messages {
  private Messages() {}

  static Json.Obj page(Transcript transcript, long length) {
    return Fields.make()
        .put("messages", Fields.list(transcript.lines(), Messages::line))
        .put("next", transcript.next())
        .put("length", length)
        .put("complete", transcript.next() >= length)
        .end();
  }

  private static Json.Obj line(Transcript.Line line) {
    Fields fields =
        Fields.make().put("index", line.entry()).put("part", line.part()).put("turn", line.turn());
    switch (line.message()) {
      case Message.Instructions instructions ->
          fields.put("role", "instructions").put("text", instructions.text());
      case Message.User user ->
          fields.put("role", "user").put("text", user.text()).put("parts", parts(user.parts()));
      case Message.Assistant assistant ->
          fields
              .put("role", "assistant")
              .put("text", assistant.text())
              .put("parts", parts(assistant.parts()))
              .put("tool_calls", Fields.list(assistant.toolCalls(), Messages::call));
      case Message.ToolOutput output ->
          fields
              .put("role", "tool")
              .put("text", output.text())
              .put("tool_call_id", output.toolCallId())
              .put("tool", output.tool())
              .put("error", output.error());
    }
    fields.put("source", Words.lower(line.source()));
    if (line.source() == Transcript.Source.STEERING) {
      fields.put("steering", true);
    }
    return fields.end();
  }

  private static Json.Arr parts(List<Part> parts) {
    return Fields.list(parts, Messages::part);
  }

  private static Json.Obj part(Part part) {
    Fields fields = Fields.make();
    return switch (part) {
      case Part.Text text -> fields.put("type", "text").put("text", text.text()).end();
      case Part.Reasoning reasoning ->
          fields.put("type", "reasoning").put("text", reasoning.text()).end();
      case Part.Media media ->
          fields
              .put("type", "media")
              .put("mime_type", media.mimeType())
              .put("uri", media.uri())
              .end();
      case Part.Other other ->
          fields
              .put("type", "other")
              .put("other_type", other.type())
              .put("data", other.data())
              .end();
    };
  }

  private static Json.Obj call(ToolCall call) {
    return Fields.make()
        .put("id", call.id())
        .put("name", call.name())
        .put("arguments", call.arguments())
        .put("arguments_text", call.argumentsText())
        .end();
  }
}
