package io.factorial.redis;

import io.factorial.llm.ModelName;
import io.factorial.port.Estimate;
import io.factorial.port.Grant;
import io.factorial.port.ModelLimits;
import io.factorial.port.Rates;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rates and pauses of models: tokens and pauses by a script of each model, requests by a {@link
 * RequestRates}.
 *
 * <p>That a model has neither rate nor pause is remembered for {@link #FREE_FOR}, and calls to such
 * a model cost Redis nothing meanwhile: rates that another process sets and a pause that it begins
 * take effect here that much later at most. What this process sets takes effect at once. Where the
 * time is a test clock's, nothing is remembered.
 */
final class RedisModelLimits implements ModelLimits {
  /**
   * The longest time between two looks at a model that somebody waits for: its rates may be raised.
   */
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);

  private static final Duration FREE_FOR = Duration.ofSeconds(1);

  /** What a grant has taken of a model without limits: there is nothing to settle. */
  private static final long NOTHING = -1;

  private static final String LIST = "limits";

  private final Function<String, Partition> models;
  private final RequestRates requests;
  private final boolean remembers;
  private final Map<String, Partition> byModel = new ConcurrentHashMap<>();

  /** Since when models are known to be free, as {@link System#nanoTime}. */
  private final Map<ModelName, Long> free = new ConcurrentHashMap<>();

  /** How many rates and pauses this process has set. */
  private final AtomicLong changes = new AtomicLong();

  /** Where the rates of all models are listed. */
  private final Partition root;

  RedisModelLimits(
      Partition root,
      Function<String, Partition> models,
      RequestRates requests,
      boolean remembers) {
    this.remembers = remembers;
    this.root = root;
    this.models = models;
    this.requests = requests;
  }

  @Override
  public Grant acquire(ModelName model, Estimate need, Duration maxWait)
      throws InterruptedException {
    if (isFree(model)) {
      return nothingTaken(model);
    }
    long deadline = System.nanoTime() + maxWait.toNanos();
    while (true) {
      Grant grant = acquire(model, need.inputTokens() + need.outputTokens());
      long left = deadline - System.nanoTime();
      if (!(grant instanceof Grant.Later later) || left <= 0) {
        return grant;
      }
      Duration look =
          later.retryAfter().compareTo(LONGEST_LOOK) < 0 ? later.retryAfter() : LONGEST_LOOK;
      TimeUnit.NANOSECONDS.sleep(Math.min(left, look.toNanos()));
    }
  }

  private boolean isFree(ModelName model) {
    Long since = free.get(model);
    return since != null && System.nanoTime() - since < FREE_FOR.toNanos();
  }

  private static Grant.Granted nothingTaken(ModelName model) {
    return new Grant.Granted(model, NOTHING);
  }

  private Grant acquire(ModelName model, long tokens) {
    long askedAt = System.nanoTime();
    long seen = changes.get();
    Partition partition = partition(model);
    Args args = new Args().add(tokens).add(!requests.isApart());
    Reply reply = partition.call(Script.MODEL_ACQUIRE, args);
    if (reply.name().equals("later")) {
      return new Grant.Later(Duration.ofMillis(reply.number(1)));
    }
    if (remembers && reply.name().equals("free")) {
      free.put(model, askedAt);
      if (changes.get() != seen) {
        free.remove(model);
      }
      return nothingTaken(model);
    }
    Duration wait = requests.take(model);
    if (wait.isZero()) {
      return new Grant.Granted(model, tokens);
    }
    settle(new Grant.Granted(model, tokens), 0);
    return new Grant.Later(wait);
  }

  @Override
  public void settle(Grant.Granted grant, long tokens) {
    long missing = tokens - grant.taken();
    if (missing != 0 && grant.taken() != NOTHING) {
      partition(grant.model()).call(Script.MODEL_CHANGE, new Args().add("settle").add(missing));
    }
  }

  @Override
  public void pause(ModelName model, Duration time) {
    change(model, new Args().add("pause").add(time));
  }

  @Override
  public void configure(ModelName model, Rates rates) {
    Integer requestsPerMinute = rates.requestsPerMinute();
    Long tokens = rates.tokensPerMinute();
    Args args =
        new Args()
            .add("configure")
            .add(requestsPerMinute == null ? "" : requestsPerMinute.toString())
            .add(tokens == null ? "" : tokens.toString());
    change(model, args);
    requests.configure(model, requestsPerMinute);
    list(model, requestsPerMinute, tokens);
  }

  private void change(ModelName model, Args args) {
    try {
      partition(model).call(Script.MODEL_CHANGE, args);
    } finally {
      // Counted first: who was told before the change that the model is free then forgets it.
      changes.incrementAndGet();
      free.remove(model);
    }
  }

  private void list(ModelName model, @Nullable Integer requestsPerMinute, @Nullable Long tokens) {
    byte[] name = model.toString().getBytes(StandardCharsets.UTF_8);
    if (requestsPerMinute == null && tokens == null) {
      root.ask("model limits", commands -> commands.hdel(root.key(LIST), name));
    } else {
      String rates =
          (requestsPerMinute == null ? "" : requestsPerMinute)
              + ","
              + (tokens == null ? "" : tokens);
      byte[] value = rates.getBytes(StandardCharsets.US_ASCII);
      root.ask("model limits", commands -> commands.hset(root.key(LIST), name, value));
    }
  }

  @Override
  public Map<ModelName, Rates> rates() {
    Map<ModelName, Rates> rates = new HashMap<>();
    root.ask("model limits", commands -> commands.hgetall(root.key(LIST)))
        .forEach(
            (name, value) ->
                rates.put(ModelName.parse(Netstrings.text(name)), parse(Netstrings.text(value))));
    return rates;
  }

  private static Rates parse(String listed) {
    String[] parts = listed.split(",", 2);
    return new Rates(
        parts[0].isEmpty() ? null : Integer.valueOf(parts[0]),
        parts[1].isEmpty() ? null : Long.valueOf(parts[1]));
  }

  private Partition partition(ModelName model) {
    return byModel.computeIfAbsent(model.toString(), models);
  }
}
