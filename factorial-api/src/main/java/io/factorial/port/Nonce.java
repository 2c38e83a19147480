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
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * Checks the characters.
   *
   * @throws IllegalArgumentException when there are not 22 of {@code [0-9A-Za-z]}
   */
  public Nonce {
    if (value.length() != LENGTH || !value.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0)) {
      throw new IllegalArgumentException(
          "nonce: \"" + value + "\" (expected: 22 characters of [0-9A-Za-z])");
    }
  }

  /**
   * Makes a nonce from 131 bits of a secure random source.
   *
   * @return a new nonce
   */
  public static Nonce random() {
    char[] characters = new char[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      characters[i] = ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length()));
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
