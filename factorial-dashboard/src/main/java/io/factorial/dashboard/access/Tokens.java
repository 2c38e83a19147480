package io.factorial.dashboard.access;

import io.factorial.error.InvalidDefinitionException;
import io.factorial.orchestrator.AccessToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys to the control plane. Holds digests, not secrets. Immutable. */
final class Tokens {
  private static final String READ = "read";
  private static final String OPERATE = "operate";
  private static final String OWNER = "owner:";

  private final List<Key> keys;

  /**
   * What a token allows.
   *
   * @param name whose token it is
   * @param digest of its secret
   * @param operates whether it may change things
   * @param owner the only owner that it knows of; empty for all
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by MessageDigest alone
  record Key(String name, byte[] digest, boolean operates, Optional<String> owner) {}

  /**
   * Reads the scopes of tokens.
   *
   * @throws InvalidDefinitionException when a scope is not known, or a token has only an owner
   */
  Tokens(List<AccessToken> tokens) {
    List<Key> read = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (AccessToken token : tokens) {
      if (!names.add(token.name())) {
        throw InvalidDefinitionException.of("name of token", token.name(), "each name once");
      }
      read.add(key(token));
    }
    this.keys = List.copyOf(read);
  }

  private static Key key(AccessToken token) {
    boolean reads = false;
    boolean operates = false;
    Optional<String> owner = Optional.empty();
    for (String scope : token.scopes()) {
      if (scope.equals(READ)) {
        reads = true;
      } else if (scope.equals(OPERATE)) {
        operates = true;
      } else if (scope.startsWith(OWNER) && scope.length() > OWNER.length() && owner.isEmpty()) {
        owner = Optional.of(scope.substring(OWNER.length()));
      } else {
        throw refused(token);
      }
    }
    if (!reads && !operates) {
      throw refused(token);
    }
    return new Key(token.name(), digest(token.secret()), operates, owner);
  }

  private static InvalidDefinitionException refused(AccessToken token) {
    return InvalidDefinitionException.of(
        "scopes of token " + token.name(),
        token.scopes(),
        "read, or operate, which may read too; with owner:ID beside it, once, to bind it to an"
            + " owner");
  }

  /** Whether nobody needs one. */
  boolean isEmpty() {
    return keys.isEmpty();
  }

  /** The key of a secret. Takes as long whichever it is, and where it is none. */
  Optional<Key> find(String secret) {
    byte[] digest = digest(secret);
    Key found = null;
    for (Key key : keys) {
      if (MessageDigest.isEqual(key.digest(), digest)) {
        found = key;
      }
    }
    return Optional.ofNullable(found);
  }

  static byte[] digest(String secret) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible); // every JDK has it
    }
  }
}
