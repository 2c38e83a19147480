package io.factorial.orchestrator;

import io.factorial.error.InvalidDefinitionException;
import java.util.Set;

/**
 * A key to the dashboard and its HTTP interface.
 *
 * @param name whose key it is; shown beside what was done with it
 * @param secret what is sent to prove it; never shown
 * @param scopes what it allows, such as {@code read} or {@code operate}
 */
public record AccessToken(String name, String secret, Set<String> scopes) {

  /**
   * Checks that nothing is blank and copies the scopes.
   *
   * @param name whose key it is
   * @param secret what is sent to prove it
   * @param scopes what it allows
   */
  public AccessToken {
    Checks.named("name", name);
    if (secret.isBlank()) {
      throw InvalidDefinitionException.of("secret of " + name, "blank", "not blank");
    }
    scopes = Set.copyOf(scopes);
    scopes.forEach(scope -> Checks.named("scope", scope));
  }

  /** The token without its secret. */
  @Override
  public String toString() {
    return "AccessToken[name=" + name + ", scopes=" + scopes + "]";
  }
}
