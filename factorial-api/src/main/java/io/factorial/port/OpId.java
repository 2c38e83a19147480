package io.factorial.port;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The name of one operation. The same operation sent again under the same name changes nothing and
 * is answered as the first time.
 *
 * @param value not blank
 */
public record OpId(String value) {
  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException when it is blank
   */
  public OpId {
    Checks.named("operation id", value);
  }

  /**
   * Makes an operation id that no other operation has. It is compared with the other operations of
   * one task only, and protects nothing, so that it need not be hard to guess.
   *
   * @return a new id
   */
  public static OpId random() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return new OpId(
        Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX)
            + Long.toUnsignedString(random.nextLong(), Character.MAX_RADIX));
  }

  @Override
  public String toString() {
    return value;
  }
}
