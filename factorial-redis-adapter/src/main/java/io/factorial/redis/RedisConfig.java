package io.factorial.redis;

import io.factorial.error.InvalidDefinitionException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How Redis is reached, and how the namespace in it is laid out.
 *
 * <pre>{@code
 * RedisConfig.of("localhost", 6379)
 * RedisConfig.builder().uri("rediss://redis.example:6380").username("factorial").password(secret).build()
 * RedisConfig.builder().clusterNodes(List.of("10.0.0.1:6379", "10.0.0.2:6379")).build()
 * }</pre>
 *
 * @param host the server's name or address
 * @param port the server's port
 * @param db the database's index; 0 on a cluster
 * @param maxConnections how many connections a process opens at most; at least 4
 * @param uri a Redis URI in place of host, port, database, user, password and TLS; or null
 * @param username the ACL user, or null for the default one
 * @param password the password, or null for none
 * @param tls whether connections are encrypted
 * @param clusterNodes {@code host:port} of some nodes of a cluster; empty for a single server
 * @param namespace keeps several installations on one server apart: letters, digits, hyphens,
 *     underscores
 * @param partitions into how many parts the namespace is laid out, 1 to 1,024; fixed once it is
 *     made
 * @param commandTimeout how long a call waits for Redis
 * @param eventCap how many durable events of an owner are kept
 * @param eventTtl how long durable events are kept
 */
public record RedisConfig(
    String host,
    int port,
    int db,
    int maxConnections,
    @Nullable String uri,
    @Nullable String username,
    @Nullable String password,
    boolean tls,
    List<String> clusterNodes,
    String namespace,
    int partitions,
    Duration commandTimeout,
    int eventCap,
    Duration eventTtl) {
  private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern NODE = Pattern.compile("[^:\\s]+:[0-9]{1,5}");
  private static final int MAX_PORT = 65_535;
  private static final int MIN_CONNECTIONS = 4;
  private static final int MAX_PARTITIONS = 1_024;

  /**
   * Checks and copies.
   *
   * @throws InvalidDefinitionException when a value is out of its range
   */
  public RedisConfig {
    clusterNodes = List.copyOf(clusterNodes);
    if (host.isBlank()) {
      throw InvalidDefinitionException.of("redis host", host, "a name or an address");
    }
    inRange("redis port", port, 1, MAX_PORT);
    inRange("redis db", db, 0, Integer.MAX_VALUE);
    inRange("redis maxConnections", maxConnections, MIN_CONNECTIONS, Integer.MAX_VALUE);
    inRange("redis partitions", partitions, 1, MAX_PARTITIONS);
    inRange("redis eventCap", eventCap, 1, Integer.MAX_VALUE);
    positive("redis commandTimeout", commandTimeout);
    positive("redis eventTtl", eventTtl);
    if (!NAMESPACE.matcher(namespace).matches()) {
      throw InvalidDefinitionException.of(
          "redis namespace", namespace, "1 to 64 letters, digits, hyphens, underscores");
    }
    for (String node : clusterNodes) {
      if (!NODE.matcher(node).matches()) {
        throw InvalidDefinitionException.of("redis clusterNodes", node, "host:port");
      }
    }
    if (!clusterNodes.isEmpty() && db != 0) {
      throw InvalidDefinitionException.of("redis db", db, "0, since a cluster has no other");
    }
    if (uri != null && !clusterNodes.isEmpty()) {
      // The URI may hold a password, so that it is not repeated.
      throw new InvalidDefinitionException(
          "redis uri: given together with clusterNodes (expected: one of them)");
    }
  }

  /**
   * A single server without password.
   *
   * @param host its name or address
   * @param port its port
   * @return the configuration
   */
  public static RedisConfig of(String host, int port) {
    return builder().host(host).port(port).build();
  }

  /**
   * What a Redis URI says: {@code redis://user:password@host:port/db}, {@code rediss://} for TLS.
   *
   * @param uri the URI
   * @return the configuration
   */
  public static RedisConfig of(String uri) {
    return builder().uri(uri).build();
  }

  /**
   * Begins with the defaults.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Begins with the values of this configuration.
   *
   * @return a builder
   */
  public Builder toBuilder() {
    return builder()
        .host(host)
        .port(port)
        .db(db)
        .maxConnections(maxConnections)
        .uri(uri)
        .username(username)
        .password(password)
        .tls(tls)
        .clusterNodes(clusterNodes)
        .namespace(namespace)
        .partitions(partitions)
        .commandTimeout(commandTimeout)
        .eventCap(eventCap)
        .eventTtl(eventTtl);
  }

  /**
   * What the environment says, defaults elsewhere: {@code FACTORIAL_REDIS_HOST}, {@code _PORT},
   * {@code _DB}, {@code _MAX_CONNECTIONS}, {@code _URI}, {@code _USERNAME}, {@code _PASSWORD},
   * {@code _TLS}, {@code _CLUSTER_NODES} (with commas), {@code _NAMESPACE}, {@code _PARTITIONS},
   * {@code _COMMAND_TIMEOUT_MILLIS}, {@code _EVENT_CAP}, {@code _EVENT_TTL_SECONDS}.
   *
   * @return the configuration
   */
  public static RedisConfig fromEnvironment() {
    return from(System.getenv());
  }

  static RedisConfig from(Map<String, String> environment) {
    Builder builder = builder();
    Environment values = new Environment(environment);
    values.text("HOST", builder::host);
    values.number("PORT", builder::port);
    values.number("DB", builder::db);
    values.number("MAX_CONNECTIONS", builder::maxConnections);
    values.text("URI", builder::uri);
    values.text("USERNAME", builder::username);
    values.text("PASSWORD", builder::password);
    values.text("TLS", value -> builder.tls(Boolean.parseBoolean(value)));
    values.text("CLUSTER_NODES", value -> builder.clusterNodes(List.of(value.split(",", -1))));
    values.text("NAMESPACE", builder::namespace);
    values.number("PARTITIONS", builder::partitions);
    values.number("COMMAND_TIMEOUT_MILLIS", n -> builder.commandTimeout(Duration.ofMillis(n)));
    values.number("EVENT_CAP", builder::eventCap);
    values.number("EVENT_TTL_SECONDS", n -> builder.eventTtl(Duration.ofSeconds(n)));
    return builder.build();
  }

  /** The environment's variables that begin with {@code FACTORIAL_REDIS_}. */
  private record Environment(Map<String, String> variables) {
    void text(String name, Consumer<String> setter) {
      String value = variables.get("FACTORIAL_REDIS_" + name);
      if (value != null && !value.isBlank()) {
        setter.accept(value.strip());
      }
    }

    void number(String name, Consumer<Integer> setter) {
      text(
          name,
          value -> {
            try {
              setter.accept(Integer.valueOf(value));
            } catch (NumberFormatException notANumber) {
              throw InvalidDefinitionException.of("FACTORIAL_REDIS_" + name, value, "a number");
            }
          });
    }
  }

  /** Says everything but user, password and URI. */
  @Override
  public String toString() {
    return "RedisConfig["
        + (clusterNodes.isEmpty() ? host + ":" + port + "/" + db : "cluster " + clusterNodes)
        + (uri == null ? "" : ", by URI")
        + ", namespace="
        + namespace
        + ", partitions="
        + partitions
        + "]";
  }

  private static void inRange(String thing, int value, int least, int most) {
    if (value < least || value > most) {
      throw InvalidDefinitionException.of(
          thing, value, most == Integer.MAX_VALUE ? least + " or more" : least + " to " + most);
    }
  }

  private static void positive(String thing, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw InvalidDefinitionException.of(thing, value, "more than nothing");
    }
  }

  /** Collects a {@link RedisConfig}. Not thread-safe; every method returns this builder. */
  public static final class Builder {
    private String host = "localhost";
    private int port = 6379;
    private int db;
    private int maxConnections = 50;
    private @Nullable String uri;
    private @Nullable String username;
    private @Nullable String password;
    private boolean tls;
    private List<String> clusterNodes = List.of();
    private String namespace = "factorial";
    private int partitions = 8;
    private Duration commandTimeout = Duration.ofSeconds(2);
    private int eventCap = 10_000;
    private Duration eventTtl = Duration.ofHours(24);

    private Builder() {}

    /**
     * Sets the server.
     *
     * @param name its name or address
     * @return this builder
     */
    public Builder host(String name) {
      host = name;
      return this;
    }

    /**
     * Sets the server's port.
     *
     * @param number the port
     * @return this builder
     */
    public Builder port(int number) {
      port = number;
      return this;
    }

    /**
     * Sets the database.
     *
     * @param index the database's index
     * @return this builder
     */
    public Builder db(int index) {
      db = index;
      return this;
    }

    /**
     * Limits the connections of a process.
     *
     * @param number how many at most
     * @return this builder
     */
    public Builder maxConnections(int number) {
      maxConnections = number;
      return this;
    }

    /**
     * Says by a URI how the server is reached.
     *
     * @param text the URI, or null
     * @return this builder
     */
    public Builder uri(@Nullable String text) {
      uri = text;
      return this;
    }

    /**
     * Sets the ACL user.
     *
     * @param name the user, or null
     * @return this builder
     */
    public Builder username(@Nullable String name) {
      username = name;
      return this;
    }

    /**
     * Sets the password.
     *
     * @param secret the password, or null
     * @return this builder
     */
    public Builder password(@Nullable String secret) {
      password = secret;
      return this;
    }

    /**
     * Encrypts connections.
     *
     * @param encrypted whether to
     * @return this builder
     */
    public Builder tls(boolean encrypted) {
      tls = encrypted;
      return this;
    }

    /**
     * Names nodes of a cluster.
     *
     * @param nodes {@code host:port} of some nodes
     * @return this builder
     */
    public Builder clusterNodes(List<String> nodes) {
      clusterNodes = nodes;
      return this;
    }

    /**
     * Sets the namespace.
     *
     * @param name letters, digits, hyphens, underscores
     * @return this builder
     */
    public Builder namespace(String name) {
      namespace = name;
      return this;
    }

    /**
     * Sets into how many parts a new namespace is laid out.
     *
     * @param number 1 to 1,024
     * @return this builder
     */
    public Builder partitions(int number) {
      partitions = number;
      return this;
    }

    /**
     * Limits how long a call waits for Redis.
     *
     * @param time more than nothing
     * @return this builder
     */
    public Builder commandTimeout(Duration time) {
      commandTimeout = time;
      return this;
    }

    /**
     * Limits the durable events of an owner.
     *
     * @param events how many are kept
     * @return this builder
     */
    public Builder eventCap(int events) {
      eventCap = events;
      return this;
    }

    /**
     * Sets how long durable events are kept.
     *
     * @param time more than nothing
     * @return this builder
     */
    public Builder eventTtl(Duration time) {
      eventTtl = time;
      return this;
    }

    /**
     * Ends the building.
     *
     * @return the configuration
     * @throws InvalidDefinitionException when a value is out of its range
     */
    public RedisConfig build() {
      return new RedisConfig(
          host,
          port,
          db,
          maxConnections,
          uri,
          username,
          password,
          tls,
          clusterNodes,
          namespace,
          partitions,
          commandTimeout,
          eventCap,
          eventTtl);
    }
  }
}
