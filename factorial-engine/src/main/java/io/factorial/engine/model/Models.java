package io.factorial.engine.model;

import io.factorial.budget.PriceTable;
import io.factorial.budget.Usage;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.error.LlmException;
import io.factorial.llm.ChatChunk;
import io.factorial.llm.ChatRequest;
import io.factorial.llm.ChatResponse;
import io.factorial.llm.LlmClient;
import io.factorial.llm.ModelName;
import io.factorial.port.Estimate;
import io.factorial.port.Grant;
import io.factorial.port.ModelLimits;
import io.factorial.port.Rates;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Calls models. Asks the limits that all workers share, opens a circuit for a model that keeps
 * failing, and goes on to the next model where an agent names fallbacks. Thread-safe.
 */
public final class Models {
  private static final String ANY_PROVIDER = "*";
  private static final long ASSUMED_OUTPUT_TOKENS = 1_000;
  private static final Duration CIRCUIT_OPEN_TIME = Duration.ofSeconds(10);
  private static final Duration LONGEST_GRANT_WAIT = Duration.ofMillis(250);

  private final Map<String, LlmClient> clients;
  private final ModelLimits limits;
  private final PriceTable prices;
  private final CircuitBreakerRegistry circuits;

  /**
   * Collects the clients by provider.
   *
   * @param clients the clients
   * @param limits what models take
   * @param prices what models cost
   * @throws InvalidDefinitionException when two clients serve one provider
   */
  public Models(Set<LlmClient> clients, ModelLimits limits, PriceTable prices) {
    this.clients = byProvider(clients);
    this.limits = limits;
    this.prices = prices;
    this.circuits =
        CircuitBreakerRegistry.of(
            CircuitBreakerConfig.custom()
                .slidingWindowSize(50)
                .minimumNumberOfCalls(20)
                .failureRateThreshold(80)
                .waitDurationInOpenState(CIRCUIT_OPEN_TIME)
                .permittedNumberOfCallsInHalfOpenState(3)
                .automaticTransitionFromOpenToHalfOpenEnabled(false)
                .build());
  }

  private static Map<String, LlmClient> byProvider(Set<LlmClient> clients) {
    Map<String, LlmClient> byProvider = new HashMap<>();
    for (LlmClient client : clients) {
      for (String provider : client.providers()) {
        LlmClient other = byProvider.putIfAbsent(provider, client);
        if (other != null) {
          throw new InvalidDefinitionException(
              "provider "
                  + provider
                  + ": served by "
                  + other.getClass().getName()
                  + " and "
                  + client.getClass().getName()
                  + " (expected: one client)");
        }
      }
    }
    return byProvider;
  }

  /**
   * Calls a model, and each fallback in turn where it fails.
   *
   * @param request the request; its model is the first choice
   * @param fallbacks the next choices
   * @param listener hears what happens meanwhile
   * @return the answer, with its cost where the price is known
   * @throws LlmException the first retryable failure if there was one, else the last
   * @throws InterruptedException when the thread is interrupted; the call is ended
   */
  public ChatResponse chat(ChatRequest request, List<ModelName> fallbacks, Listener listener)
      throws InterruptedException {
    List<ModelName> choices = new ArrayList<>(fallbacks.size() + 1);
    choices.add(request.model());
    choices.addAll(fallbacks);
    LlmException failure = null;
    for (ModelName model : choices) {
      try {
        return call(request.withModel(model), listener);
      } catch (LlmException failed) {
        listener.failed(model, failed);
        failure = failure == null || !failure.retryable() ? failed : failure;
      }
    }
    throw failure == null
        ? new LlmException(LlmException.Kind.INVALID_REQUEST, "no model")
        : failure;
  }

  /** Hears what happens in a call. May be called from the call's thread. */
  public interface Listener {
    /**
     * A model is about to be called.
     *
     * @param model the model
     */
    void started(ModelName model);

    /**
     * A piece of the answer came.
     *
     * @param chunk the piece
     */
    void chunk(ChatChunk chunk);

    /**
     * A model failed.
     *
     * @param model the model
     * @param failure why
     */
    void failed(ModelName model, LlmException failure);
  }

  private ChatResponse call(ChatRequest request, Listener listener) throws InterruptedException {
    ModelName model = request.model();
    LlmClient client = client(model);
    CircuitBreaker circuit = circuits.circuitBreaker(model.toString());
    if (!circuit.tryAcquirePermission()) {
      limits.pause(model, CIRCUIT_OPEN_TIME);
      throw unavailable(model, CIRCUIT_OPEN_TIME, "keeps failing");
    }
    Grant.Granted grant = granted(model, request, circuit);
    listener.started(model);
    long startedAt = System.nanoTime();
    try {
      ChatResponse response = client.chat(request, listener::chunk);
      circuit.onSuccess(System.nanoTime() - startedAt, TimeUnit.NANOSECONDS);
      ChatResponse priced = priced(model, response);
      limits.settle(grant, priced.usage().inputTokens() + priced.usage().outputTokens());
      return priced;
    } catch (LlmException failed) {
      failed(model, failed, circuit, startedAt);
      throw failed;
    } catch (InterruptedException | RuntimeException other) {
      circuit.releasePermission();
      throw other;
    }
  }

  private Grant.Granted granted(ModelName model, ChatRequest request, CircuitBreaker circuit)
      throws InterruptedException {
    try {
      return switch (limits.acquire(model, estimate(request), LONGEST_GRANT_WAIT)) {
        case Grant.Granted granted -> granted;
        case Grant.Later later -> throw unavailable(model, later.retryAfter(), "paused");
      };
    } catch (RuntimeException | InterruptedException notGranted) {
      circuit.releasePermission();
      throw notGranted;
    }
  }

  private void failed(
      ModelName model, LlmException failed, CircuitBreaker circuit, long startedAt) {
    if (isOutage(failed.kind())) {
      circuit.onError(System.nanoTime() - startedAt, TimeUnit.NANOSECONDS, failed);
    } else {
      circuit.releasePermission();
    }
    if (failed.kind() == LlmException.Kind.RATE_LIMITED) {
      failed.retryAfter().ifPresent(time -> limits.pause(model, time));
    }
  }

  private static boolean isOutage(LlmException.Kind kind) {
    return switch (kind) {
      case OVERLOADED, SERVER_ERROR, TIMEOUT, CONNECTION -> true;
      case RATE_LIMITED,
          MALFORMED_ANSWER,
          INVALID_REQUEST,
          UNAUTHORIZED,
          FORBIDDEN,
          NOT_FOUND,
          QUOTA_EXCEEDED,
          CONTEXT_LENGTH_EXCEEDED,
          CONTENT_FILTERED,
          CIRCUIT_OPEN ->
          false;
    };
  }

  private static LlmException unavailable(ModelName model, Duration time, String why) {
    return new LlmException(
        LlmException.Kind.CIRCUIT_OPEN, "model " + model + ": " + why, time, null);
  }

  private LlmClient client(ModelName model) {
    LlmClient client = clients.get(model.provider());
    LlmClient found = client == null ? clients.get(ANY_PROVIDER) : client;
    if (found == null) {
      throw new InvalidDefinitionException(
          "model "
              + model
              + ": no client for provider "
              + model.provider()
              + " (expected: one of "
              + clients.keySet().stream().sorted().toList()
              + "; add new OpenAiModule() (factorial-llm-openai) or Factorial.llm(client))");
    }
    return found;
  }

  private ChatResponse priced(ModelName model, ChatResponse response) {
    Usage usage = response.usage();
    Usage counted =
        usage.requests() > 0
            ? usage
            : usage.plus(Usage.builder().requests(1).costUsd(BigDecimal.ZERO).build());
    if (counted.costUsd() != null) {
      return withUsage(response, counted);
    }
    BigDecimal cost = prices.of(model).map(price -> price.cost(counted)).orElse(null);
    return withUsage(response, counted.withCostUsd(cost));
  }

  private static ChatResponse withUsage(ChatResponse response, Usage usage) {
    return new ChatResponse(
        response.message(),
        response.finishReason(),
        usage,
        response.responseId(),
        response.model());
  }

  private static Estimate estimate(ChatRequest request) {
    Integer most = request.settings().maxCompletionTokens();
    return new Estimate(TokenEstimate.of(request), most == null ? ASSUMED_OUTPUT_TOKENS : most);
  }

  /** Grants every call: for inline runs, which share nothing. A pause is the caller's to keep. */
  public static ModelLimits unlimited() {
    return new Unlimited();
  }

  private static final class Unlimited implements ModelLimits {
    @Override
    public Grant acquire(ModelName model, Estimate need, Duration maxWait) {
      return new Grant.Granted(model, 0);
    }

    @Override
    public void settle(Grant.Granted grant, long tokens) {}

    @Override
    public void pause(ModelName model, Duration time) {}

    @Override
    public void configure(ModelName model, Rates rates) {}

    @Override
    public Map<ModelName, Rates> rates() {
      return Map.of();
    }
  }
}
