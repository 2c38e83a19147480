package io.factorial.message;

import io.factorial.json.Json;
import io.factorial.tool.Param;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** A piece of a message. */
public sealed interface Part {

  /**
   * Plain text.
   *
   * @param text the text
   */
  record Text(String text) implements Part {

    /** Checks that there is a text. */
    public Text {
      Objects.requireNonNull(text, "text");
    }
  }

  /**
   * What the model thought before it answered; not part of the answer's text.
   *
   * @param text the readable reasoning, or a summary of it; may be empty
   * @param providerData what the provider wants to see again, opaque to Factorial
   */
  record Reasoning(String text, Json.Obj providerData) implements Part {

    /** Checks that nothing is missing. */
    public Reasoning {
      Objects.requireNonNull(text, "text");
      Objects.requireNonNull(providerData, "providerData");
    }
  }

  /**
   * An image, a sound or a file.
   *
   * @param mimeType its media type, such as {@code image/png}
   * @param uri where it is: an {@code https:} or a {@code data:} URI
   */
  record Media(String mimeType, String uri) implements Part {

    /** Checks that nothing is missing. */
    public Media {
      Objects.requireNonNull(mimeType, "mimeType");
      Objects.requireNonNull(uri, "uri");
    }
  }

  /**
   * Something that this version has no name for, kept as the provider gave it.
   *
   * @param type the provider's name for it
   * @param data all of it
   */
  // In JSON the field type tells the kinds of parts apart.
  record Other(@Param(name = "other_type") String type, Json.Obj data) implements Part {

    /** Checks that nothing is missing. */
    public Other {
      Objects.requireNonNull(type, "type");
      Objects.requireNonNull(data, "data");
    }
  }

  /**
   * The text among some parts.
   *
   * @param parts the parts of a message
   * @return the text parts, one after the other; empty if there are none
   */
  static String text(List<Part> parts) {
    return parts.stream()
        .filter(Text.class::isInstance)
        .map(part -> ((Text) part).text())
        .collect(Collectors.joining());
  }
}
