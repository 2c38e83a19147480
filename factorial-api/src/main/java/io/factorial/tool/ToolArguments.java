package io.factorial.tool;

import io.factorial.json.Json;
import io.factorial.json.JsonCodec;
import java.util.List;

/**
 * How a tool's arguments are described to the model, and read back.
 *
 * @param <A> what they are read as
 */
interface ToolArguments<A> {

  Json.Obj schema();

  A decode(Json.Obj arguments);

  /** Arguments that are bound to a record. */
  record OfRecord<A extends Record>(Class<A> type) implements ToolArguments<A> {

    @Override
    public Json.Obj schema() {
      return JsonCodec.get().schema(type);
    }

    @Override
    public A decode(Json.Obj arguments) {
      return type.cast(JsonCodec.get().decode(arguments, type));
    }
  }

  /** Arguments that stay JSON, under a schema that someone else made and checks. */
  record OfSchema(Json.Obj schema) implements ToolArguments<Json.Obj> {

    @Override
    public Json.Obj decode(Json.Obj arguments) {
      return arguments;
    }
  }

  /** Arguments that stay JSON until the body binds them one by one. */
  record OfProperties(List<JsonCodec.Property> properties) implements ToolArguments<Json.Obj> {

    @Override
    public Json.Obj schema() {
      return JsonCodec.get().schema(properties);
    }

    /** Binds once for the check alone: what does not fit must be refused before the body runs. */
    @Override
    public Json.Obj decode(Json.Obj arguments) {
      var unused = JsonCodec.get().decode(arguments, properties);
      return arguments;
    }
  }
}
