package io.factorial.port;

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
   * Makes an operation id that no other operation has.
   *
   * @return a new id
   */
  public static OpId random() {
    return new OpId(Nonce.random().value());
  }

  @Override
  public String toString() {
    return value;
  }
}
