package io.factorial.dashboard.http;

import io.factorial.error.DecodingException;
import io.factorial.json.Json;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The fields of a JSON object that came from outside, each read by its type. What does not fit is
 * refused with the field's name. A field that holds null counts as absent.
 *
 * @param path where the object stands in the body; empty for the body itself
 * @param json the object
 */
public record Input(String path, Json.Obj json) {
  private static final BigDecimal LONGEST_SECONDS =
      BigDecimal.valueOf(Duration.ofDays(3660).toSeconds());

  static Input parse(byte[] body) {
    if (body.length == 0) {
      return new Input("", Json.Obj.of());
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      if (Json.parse(text) instanceof Json.Obj object) {
        return new Input("", object);
      }
      throw Problem.of(400, "malformed_json", "body: no JSON object (expected: one)");
    } catch (CharacterCodingException noText) {
      throw Problem.of(400, "malformed_json", "body: not UTF-8 (expected: a JSON object in UTF-8)");
    } catch (DecodingException malformed) {
      throw Problem.of(400, "malformed_json", "body: " + malformed.getMessage());
    }
  }

  /**
   * Refuses fields that nobody would read.
   *
   * @param known the names that are read
   * @return this
   */
  public Input only(String... known) {
    Set<String> names = Set.of(known);
    for (String name : json.fields().keySet()) {
      if (!names.contains(name)) {
        throw Problem.invalid(at(name), "unknown field", String.join(", ", known));
      }
    }
    return this;
  }

  /**
   * A field in any form.
   *
   * @param name its name
   * @return its value; empty when it is absent or null
   */
  public Optional<Json> json(String name) {
    return json.get(name).filter(value -> !(value instanceof Json.Null));
  }

  /**
   * A text that must be there.
   *
   * @param name its name
   * @return the text, not blank
   */
  public String required(String name) {
    return text(name)
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> Problem.invalid(at(name), "absent or blank", "a text"));
  }

  /**
   * A text.
   *
   * @param name its name
   * @return the text; empty when it is absent
   */
  public Optional<String> text(String name) {
    return json(name)
        .map(
            value -> {
              if (value instanceof Json.Str string) {
                return string.value();
              }
              throw refused(name, value, "a text");
            });
  }

  /**
   * A whole number.
   *
   * @param name its name
   * @param least the least that it may be
   * @param most the most that it may be
   * @return the number; empty when it is absent
   */
  public Optional<Long> whole(String name, long least, long most) {
    return decimal(name)
        .map(
            number -> {
              try {
                long whole = number.longValueExact();
                if (whole >= least && whole <= most) {
                  return whole;
                }
              } catch (ArithmeticException noWholeNumber) {
                // Refused below.
              }
              throw Problem.invalid(at(name), number.toString(), least + " to " + most);
            });
  }

  /**
   * A number.
   *
   * @param name its name
   * @return the number; empty when it is absent
   */
  public Optional<BigDecimal> decimal(String name) {
    return json(name)
        .map(
            value -> {
              if (value instanceof Json.Num number) {
                return number.value();
              }
              throw refused(name, value, "a number");
            });
  }

  /**
   * A length of time in seconds.
   *
   * @param name its name
   * @return the time; empty when it is absent
   */
  public Optional<Duration> seconds(String name) {
    return decimal(name)
        .map(
            number -> {
              if (number.signum() < 0 || number.compareTo(LONGEST_SECONDS) > 0) {
                throw Problem.invalid(at(name), number.toString(), "seconds, 0 or more");
              }
              return Duration.ofMillis(number.movePointRight(3).longValue());
            });
  }

  /**
   * A time.
   *
   * @param name its name
   * @return the time; empty when it is absent
   */
  public Optional<Instant> time(String name) {
    return text(name)
        .map(
            text -> {
              try {
                return Instant.parse(text);
              } catch (DateTimeException noTime) {
                throw Problem.invalid(at(name), text, "a time such as 2026-12-01T09:00:00Z");
              }
            });
  }

  /**
   * A truth value.
   *
   * @param name its name
   * @return the value; false when it is absent
   */
  public boolean flag(String name) {
    return json(name)
        .map(
            value -> {
              if (value instanceof Json.Bool bool) {
                return bool.value();
              }
              throw refused(name, value, "true or false");
            })
        .orElse(false);
  }

  /**
   * An object.
   *
   * @param name its name
   * @return its fields; empty when it is absent
   */
  public Optional<Input> object(String name) {
    return json(name)
        .map(
            value -> {
              if (value instanceof Json.Obj object) {
                return new Input(at(name), object);
              }
              throw refused(name, value, "an object");
            });
  }

  /**
   * A list of objects.
   *
   * @param name its name
   * @param most how many there may be
   * @return their fields; none when it is absent
   */
  public List<Input> objects(String name, int most) {
    List<Json> items = items(name, most);
    List<Input> objects = new ArrayList<>(items.size());
    for (Json item : items) {
      String place = name + "[" + objects.size() + "]";
      if (!(item instanceof Json.Obj object)) {
        throw refused(place, item, "an object");
      }
      objects.add(new Input(at(place), object));
    }
    return objects;
  }

  /**
   * A list of texts.
   *
   * @param name its name
   * @param most how many there may be
   * @return the texts; none when it is absent
   */
  public List<String> texts(String name, int most) {
    List<String> texts = new ArrayList<>();
    for (Json item : items(name, most)) {
      if (!(item instanceof Json.Str string)) {
        throw refused(name + "[" + texts.size() + "]", item, "a text");
      }
      texts.add(string.value());
    }
    return texts;
  }

  /**
   * Texts by name.
   *
   * @param name the field's name
   * @param most how many there may be
   * @return the texts; none when it is absent
   */
  public Map<String, String> labels(String name, int most) {
    Map<String, String> labels = new LinkedHashMap<>();
    object(name)
        .ifPresent(
            input -> {
              input
                  .json()
                  .fields()
                  .keySet()
                  .forEach(key -> input.text(key).ifPresent(text -> labels.put(key, text)));
              if (labels.size() > most) {
                throw Problem.invalid(at(name), labels.size() + " labels", "at most " + most);
              }
            });
    return labels;
  }

  private List<Json> items(String name, int most) {
    Json value = json(name).orElse(new Json.Arr(List.of()));
    if (!(value instanceof Json.Arr array)) {
      throw refused(name, value, "a list");
    }
    if (array.items().size() > most) {
      throw Problem.invalid(at(name), array.items().size() + " items", "at most " + most);
    }
    return array.items();
  }

  private String at(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private Problem refused(String name, Json value, String expected) {
    return Problem.invalid(at(name), kind(value), expected);
  }

  private static String kind(Json value) {
    return switch (value) {
      case Json.Obj object -> "an object";
      case Json.Arr array -> "a list";
      case Json.Str string -> "a text";
      case Json.Num number -> "a number";
      case Json.Bool bool -> "a truth value";
      case Json.Null nothing -> "null";
    };
  }
}
