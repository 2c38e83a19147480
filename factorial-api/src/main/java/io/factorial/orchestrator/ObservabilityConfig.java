package io.factorial.orchestrator;

import io.factorial.error.InvalidDefinitionException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How the dashboard is reached, and by whom.
 *
 * @param enabled whether there is a dashboard; true by default
 * @param host the address that it binds to; any but a loopback address takes a token; {@code
 *     127.0.0.1} by default
 * @param port the port that it binds to; 0 for a free one; 8080 by default
 * @param corsOrigins the origins of other pages that may call it; none by default
 * @param dashboardName the name that it shows; {@code Factorial} by default
 * @param tokens the keys to it; without any, everyone who reaches it may do everything; none by
 *     default
 */
public record ObservabilityConfig(
    boolean enabled,
    String host,
    int port,
    Set<String> corsOrigins,
    String dashboardName,
    List<AccessToken> tokens) {

  private static final int MAX_PORT = 65535;

  /** By its text alone: a name that resolves to a loopback address today may not tomorrow. */
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?");

  /**
   * Checks the values.
   *
   * @param enabled whether there is a dashboard
   * @param host the address that it binds to; any but a loopback address takes a token
   * @param port the port that it binds to; 0 for a free one
   * @param corsOrigins the origins of other pages that may call it
   * @param dashboardName the name that it shows
   * @param tokens the keys to it; without any, everyone who reaches it may do everything
   */
  public ObservabilityConfig {
    Checks.named("host", host);
    if (port < 0 || port > MAX_PORT) {
      throw InvalidDefinitionException.of("port", port, "0 to " + MAX_PORT);
    }
    corsOrigins = Set.copyOf(corsOrigins);
    Checks.named("dashboardName", dashboardName);
    tokens = List.copyOf(tokens);
    if (enabled && tokens.isEmpty() && !LOOPBACK.matcher(host).matches()) {
      throw InvalidDefinitionException.of(
          "host", host, "a loopback address, or tokens to protect the dashboard");
    }
  }

  /**
   * The configuration of which nothing was changed.
   *
   * @return the defaults
   */
  public static ObservabilityConfig defaults() {
    return builder().build();
  }

  /**
   * A builder that starts from the defaults.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects values; for one thread. */
  public static final class Builder {
    private boolean enabled = true;
    private String host = "127.0.0.1";
    private int port = 8080;
    private Set<String> corsOrigins = Set.of();
    private String dashboardName = "Factorial";
    private List<AccessToken> tokens = List.of();

    private Builder() {}

    /**
     * Sets enabled.
     *
     * @param enabled whether there is a dashboard
     * @return this
     */
    public Builder enabled(boolean enabled) {
      this.enabled = enabled;
      return this;
    }

    /**
     * Sets host.
     *
     * @param host the address that it binds to; any but a loopback address takes a token
     * @return this
     */
    public Builder host(String host) {
      this.host = host;
      return this;
    }

    /**
     * Sets port.
     *
     * @param port the port that it binds to; 0 for a free one
     * @return this
     */
    public Builder port(int port) {
      this.port = port;
      return this;
    }

    /**
     * Sets corsOrigins.
     *
     * @param corsOrigins the origins of other pages that may call it
     * @return this
     */
    public Builder corsOrigins(Set<String> corsOrigins) {
      this.corsOrigins = corsOrigins;
      return this;
    }

    /**
     * Sets dashboardName.
     *
     * @param dashboardName the name that it shows
     * @return this
     */
    public Builder dashboardName(String dashboardName) {
      this.dashboardName = dashboardName;
      return this;
    }

    /**
     * Sets tokens.
     *
     * @param tokens the keys to it; without any, everyone who reaches it may do everything
     * @return this
     */
    public Builder tokens(List<AccessToken> tokens) {
      this.tokens = tokens;
      return this;
    }

    /**
     * Makes the configuration.
     *
     * @return the configuration
     * @throws InvalidDefinitionException when a value is refused
     */
    public ObservabilityConfig build() {
      return new ObservabilityConfig(enabled, host, port, corsOrigins, dashboardName, tokens);
    }
  }
}
