package io.factorial.json;

import io.factorial.error.DecodingException;
import io.factorial.error.InvalidDefinitionException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The service that parses JSON, binds it to Java values and describes Java types as JSON schemas.
 * Implemented by factorial-engine and found by {@link java.util.ServiceLoader}.
 *
 * <p><b>Types.</b> One closed set: primitives and their boxes, {@code String}, enums, records,
 * {@code List}, {@code Set}, {@code Map} with string keys, {@code Optional}, sealed interfaces of
 * records, the values of {@code java.time}, {@code UUID}, {@code URI}, {@code BigDecimal}, {@code
 * BigInteger}, and {@link Json}. Schema and binding agree: an encoded value fits the schema of its
 * type, and what fits the schema of a type can be decoded to it, if its ranges and formats hold.
 *
 * <p><b>Threads.</b> Any number of threads may call.
 */
public interface JsonCodec {

  /**
   * The codec of this process.
   *
   * @return the codec, the same one at every call
   * @throws InvalidDefinitionException when factorial-engine is not there
   */
  static JsonCodec get() {
    return LoadedCodec.get();
  }

  /**
   * The value that a JSON text stands for.
   *
   * @param text exactly one JSON value
   * @return the value
   * @throws DecodingException when the text is not JSON, names a field twice, is nested deeper than
   *     {@link Json#MAX_DEPTH}, or has a number of more than {@link Json#MAX_DIGITS} digits
   */
  Json parse(String text);

  /**
   * The compact text of a value.
   *
   * @param value the value
   * @return its text
   * @throws DecodingException when the text could not be read back
   */
  String write(Json value);

  /**
   * The JSON form of a Java value, which is taken by its class. A record that belongs to a sealed
   * interface says its {@code type} too.
   *
   * @param value the value
   * @return its JSON form
   * @throws DecodingException when a part of the value has no JSON form, as {@code NaN}
   * @throws InvalidDefinitionException when its class is outside the set
   */
  Json encode(@Nullable Object value);

  /**
   * A JSON value as a Java value of a type.
   *
   * @param value the value
   * @param type the type, generic or not
   * @return the Java value
   * @throws DecodingException when the value does not fit, with the path of what does not
   * @throws InvalidDefinitionException when the type is outside the set
   */
  Object decode(Json value, Type type);

  /**
   * The JSON schema of a type.
   *
   * @param type the type, generic or not
   * @return its schema
   * @throws InvalidDefinitionException when the type, or a type inside it, is outside the set, with
   *     the path of it
   */
  Json.Obj schema(Type type);

  /**
   * The schema of an object with the given properties: the parameters of a tool.
   *
   * @param properties the properties in order
   * @return the schema
   * @throws InvalidDefinitionException when a type is outside the set, or a default does not fit
   */
  Json.Obj schema(List<Property> properties);

  /**
   * The values of the given properties in an object. What is absent comes as its default, as {@link
   * Optional#empty()} where the type is {@code Optional}, as null where the property is nullable;
   * the absence of any other is an error. What the object has besides is ignored.
   *
   * @param value the object
   * @param properties the properties in order
   * @return one value for each property, in their order
   * @throws DecodingException when a value is missing or does not fit
   * @throws InvalidDefinitionException when a type is outside the set, or a default does not fit
   */
  List<@Nullable Object> decode(Json.Obj value, List<Property> properties);

  /**
   * Whether a schema is one that OpenAI's strict mode takes: objects closed and with every property
   * required, no {@code anyOf} at the root, no keyword that the mode refuses.
   *
   * @param schema a schema, of this codec or of anyone
   * @return whether it qualifies
   */
  boolean qualifiesForStrict(Json.Obj schema);

  /**
   * One named property of an object: a parameter of a tool.
   *
   * @param name its name in JSON
   * @param type its Java type
   * @param description what it means, for the model
   * @param defaultValue the value when it is absent: plain text where the JSON form is a string,
   *     else JSON text
   * @param nullable whether it may be null or absent, and is null then
   */
  record Property(
      String name,
      Type type,
      Optional<String> description,
      Optional<String> defaultValue,
      boolean nullable) {
    /**
     * Checks that everything is there.
     *
     * @param name its name in JSON
     * @param type its Java type
     * @param description what it means, for the model
     * @param defaultValue the value when it is absent
     * @param nullable whether it may be null or absent, and is null then
     */
    public Property {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(description, "description");
      Objects.requireNonNull(defaultValue, "defaultValue");
    }

    /**
     * A property that may not be null.
     *
     * @param name its name in JSON
     * @param type its Java type
     * @param description what it means, for the model
     * @param defaultValue the value when it is absent
     */
    public Property(
        String name, Type type, Optional<String> description, Optional<String> defaultValue) {
      this(name, type, description, defaultValue, false);
    }
  }
}
