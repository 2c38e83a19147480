package io.factorial.engine.json;

import io.factorial.json.Json;
import io.factorial.json.JsonCodec;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The codec of the engine: text is read with Jackson, types are walked once into shapes, and schema
 * and binding both follow those.
 */
public final class JacksonJsonCodec implements JsonCodec {

  private final Shapes shapes = new Shapes();

  /** Made by the service loader; {@link JsonCodec#get()} is the way to it. */
  public JacksonJsonCodec() {}

  @Override
  public Json parse(String text) {
    return JsonReader.read(text);
  }

  @Override
  public String write(Json value) {
    return value.text();
  }

  @Override
  public Json encode(@Nullable Object value) {
    return Encoder.encode(value, Path.ROOT);
  }

  @Override
  public Object decode(Json value, Type type) {
    return Objects.requireNonNull(Decoder.decode(shapes.of(type), value, Path.ROOT));
  }

  @Override
  public Json.Obj schema(Type type) {
    return SchemaWriter.schema(shapes.of(type));
  }

  @Override
  public Json.Obj schema(List<Property> properties) {
    return SchemaWriter.schema(shapes.fields(properties));
  }

  @Override
  public List<@Nullable Object> decode(Json.Obj value, List<Property> properties) {
    return Decoder.fields(shapes.fields(properties), value, Path.ROOT);
  }

  @Override
  public boolean qualifiesForStrict(Json.Obj schema) {
    return new StrictMode().accepts(schema);
  }
}
