package io.factorial.redis.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One command to a server of loopback, on a connection of its own. */
final class Resp {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int ANSWER_MILLIS = 10_000;

  private Resp() {}

  static String call(int port, List<String> words) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.getOutputStream().write(encode(words));
      socket.getOutputStream().flush();
      return read(new BufferedInputStream(socket.getInputStream()));
    }
  }

  private static byte[] encode(List<String> words) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(line("*" + words.size()));
    for (String word : words) {
      byte[] text = word.getBytes(StandardCharsets.UTF_8);
      bytes.write(line("$" + text.length));
      bytes.write(text);
      bytes.write(line(""));
    }
    return bytes.toByteArray();
  }

  private static byte[] line(String text) {
    return (text + "\r\n").getBytes(StandardCharsets.UTF_8);
  }

  /** An answer as text: the elements of a list stand on lines, an absent value is empty. */
  private static String read(InputStream in) throws IOException {
    String line = readLine(in);
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '+', ':' -> rest;
      case '-' -> throw new IOException(rest);
      case '$' -> readText(in, Integer.parseInt(rest));
      case '*' -> readList(in, Integer.parseInt(rest));
      default -> throw new IOException("unreadable answer of a server: " + line);
    };
  }

  private static String readText(InputStream in, int length) throws IOException {
    if (length < 0) {
      return "";
    }
    byte[] bytes = in.readNBytes(length + 2);
    if (bytes.length < length + 2) {
      throw new EOFException("the server ended the connection");
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private static String readList(InputStream in, int length) throws IOException {
    List<String> elements = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      elements.add(read(in));
    }
    return String.join("\n", elements);
  }

  private static String readLine(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\r'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the server ended the connection");
      }
      bytes.write(next);
    }
    in.skipNBytes(1);
    if (bytes.size() == 0) {
      throw new IOException("unreadable answer of a server: an empty line");
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
