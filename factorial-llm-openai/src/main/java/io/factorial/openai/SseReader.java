package io.factorial.openai;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events from a stream, and forgives what servers get wrong: any line end,
 * comments anywhere, no blank line after the last event, a line of JSON without {@code data:}.
 *
 * <p>For one thread.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent
 *     events</a>
 */
final class SseReader {

  /**
   * One event.
   *
   * @param name its name, empty if it has none
   * @param data its data lines
   * @param whole whether the blank line that ends it was seen
   */
  record Event(String name, String data, boolean whole) {}

  private static final int END = -1;

  private final InputStream in;
  private final byte[] buffer = new byte[8192];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int position;
  private int filled;
  private boolean afterReturn;
  private boolean begun;

  SseReader(InputStream in) {
    this.in = in;
  }

  /**
   * The next event that has data.
   *
   * @return the event, or null at the end of the stream
   */
  @Nullable Event next() throws IOException {
    String name = "";
    StringBuilder data = null;
    for (String read = readLine(); read != null; read = readLine()) {
      if (read.isEmpty()) {
        if (data != null) {
          return new Event(name, data.toString(), true);
        }
        name = "";
        continue;
      }
      String value = value(read);
      if (read.startsWith("data:") || read.equals("data") || read.startsWith("{")) {
        data = data == null ? new StringBuilder() : data.append('\n');
        bound(data.length() + value.length());
        data.append(value);
      } else if (read.startsWith("event:")) {
        name = value;
      }
    }
    return data == null ? null : new Event(name, data.toString(), false);
  }

  private static String value(String read) {
    int colon = read.indexOf(':');
    if (read.startsWith("{")) {
      return read;
    }
    String value = colon < 0 ? "" : read.substring(colon + 1);
    return value.startsWith(" ") ? value.substring(1) : value;
  }

  /** A line is over at CR, LF or CRLF; a CR is not held back until the next byte comes. */
  private @Nullable String readLine() throws IOException {
    while (true) {
      int read = read();
      if (read == END) {
        return line.size() == 0 ? null : take();
      }
      boolean lineFeedOfPair = read == '\n' && afterReturn;
      afterReturn = read == '\r';
      if (lineFeedOfPair) {
        continue;
      }
      if (read == '\n' || read == '\r') {
        return take();
      }
      bound(line.size());
      line.write(read);
    }
  }

  private String take() {
    String text = line.toString(UTF_8);
    line.reset();
    boolean marked = !begun && text.startsWith("\uFEFF");
    begun = true;
    return marked ? text.substring(1) : text;
  }

  private int read() throws IOException {
    if (position == filled) {
      filled = in.read(buffer, 0, buffer.length);
      position = 0;
      if (filled <= 0) {
        filled = 0;
        return END;
      }
    }
    return buffer[position++] & 0xff;
  }

  private static void bound(int length) throws IOException {
    if (length >= Limits.ANSWER_BYTES) {
      throw new UnusableException("an event longer than " + Limits.ANSWER_BYTES + " bytes");
    }
  }
}
