package io.factorial.redis;

import io.factorial.port.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The arguments of one operation, in the order in which its script takes them. For one thread. */
final class Args {
  private static final byte[] NONE = new byte[0];
  private static final byte[] YES = {'1'};
  private static final byte[] NO = {'0'};

  private final List<byte[]> values = new ArrayList<>(16);
  private int bytes;

  Args add(byte[] value) {
    values.add(value);
    bytes += value.length;
    return this;
  }

  Args add(String value) {
    return add(value.getBytes(StandardCharsets.UTF_8));
  }

  Args add(long value) {
    return add(Long.toString(value));
  }

  Args add(boolean value) {
    return add(value ? YES : NO);
  }

  Args add(Payload payload) {
    return add(payload.bytes());
  }

  /** A text that may be absent: empty. */
  Args addOr(@Nullable String value) {
    return value == null ? add(NONE) : add(value);
  }

  Args add(Duration time) {
    return add(time.toMillis());
  }

  Args addOr(@Nullable Instant time) {
    return time == null ? add(NONE) : add(time.toEpochMilli());
  }

  /** A payload that may be absent: whether it is there, then the payload. */
  Args addOptional(@Nullable Payload payload) {
    return add(payload != null).add(payload == null ? NONE : payload.bytes());
  }

  /** Everything that another list of arguments holds. */
  Args addAll(Args more) {
    values.addAll(more.values);
    bytes += more.bytes;
    return this;
  }

  int size() {
    return values.size();
  }

  /** How many bytes the values have together. */
  int bytes() {
    return bytes;
  }

  List<byte[]> values() {
    return values;
  }

  /** The values, and behind them one more. */
  byte[][] with(byte[] last) {
    byte[][] all = values.toArray(new byte[values.size() + 1][]);
    all[values.size()] = last;
    return all;
  }
}
