package io.factorial.port;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * 22 random characters that make an id or a lease unlike every other. The caller makes it, so that
 * a repeated call carries the same one.
 *
 * @param value 22 of {@code [0-9A-Za-z]}
 */
public record Nonce(String value) {
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int LENGTH = 22;
  private static final int DRAWN = 24;

  /** The largest multiple of the number of characters that a byte can hold. */
  private static final int EVEN = 256 / ALPHABET.length() * ALPHABET.length();

  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * Checks the characters.
   *
   * @throws IllegalArgumentException when there are not 22 of {@code [0-9A-Za-z]}
   */
  public Nonce {
    if (!isNonce(value)) {
      throw new IllegalArgumentException(
          "nonce: \"" + value + "\" (expected: 22 characters of [0-9A-Za-z])");
    }
  }

  private static boolean isNonce(String value) {
    if (value.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) {
      char c = value.charAt(i);
      if ((c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z')) {
        return false;
      }
    }
    return true;
  }

  /**
   * Makes a nonce from 131 bits of a secure random source.
   *
   * @return a new nonce
   */
  public static Nonce random() {
    char[] characters = new char[LENGTH];
    byte[] drawn = new byte[DRAWN];
    int made = 0;
    while (made < LENGTH) {
      // Drawn together, because each draw takes a lock; what would favour some characters is left.
      RANDOM.nextBytes(drawn);
      for (int i = 0; i < DRAWN && made < LENGTH; i++) {
        int number = drawn[i] & 0xff;
        if (number < EVEN) {
          characters[made++] = ALPHABET.charAt(number % ALPHABET.length());
        }
      }
    }
    return new Nonce(new String(characters));
  }

  /**
   * Makes the nonce of a seed: the same one for the same seed.
   *
   * @param seed what makes the nonce unique
   * @return a nonce of the seed's SHA-256
   */
  public static Nonce derived(String seed) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.UTF_8));
      BigInteger number = new BigInteger(1, digest);
      char[] characters = new char[LENGTH];
      for (int i = 0; i < LENGTH; i++) {
        BigInteger[] parts = number.divideAndRemainder(BigInteger.valueOf(ALPHABET.length()));
        characters[i] = ALPHABET.charAt(parts[1].intValue());
        number = parts[0];
      }
      return new Nonce(new String(characters));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("SHA-256: missing (expected: in every JDK)", missing);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
