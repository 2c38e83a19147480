package io.factorial.engine.client;

import io.factorial.llm.ModelName;
import io.factorial.orchestrator.Limit;
import io.factorial.orchestrator.Limits;
import io.factorial.port.LimitChange;
import io.factorial.port.Rates;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The limits of the store. Thread-safe. */
final class EngineLimits implements Limits {
  private final Client client;

  EngineLimits(Client client) {
    this.client = client;
  }

  @Override
  public void ownerWeight(String ownerId, int weight) {
    client.ports().queue().limit(new LimitChange.OwnerWeight(ownerId, weight));
  }

  @Override
  public void ownerTasks(String ownerId, @Nullable Integer max) {
    client.ports().queue().limit(new LimitChange.OwnerTasks(ownerId, max));
  }

  @Override
  public void agentTasks(String agent, @Nullable Integer max) {
    client.ports().queue().limit(new LimitChange.AgentTasks(agent, max));
  }

  @Override
  public void model(
      ModelName model, @Nullable Integer requestsPerMinute, @Nullable Long tokensPerMinute) {
    client.ports().limits().configure(model, new Rates(requestsPerMinute, tokensPerMinute));
  }

  @Override
  public List<Limit> list() {
    List<Limit> limits = new ArrayList<>();
    for (LimitChange change : client.ports().store().fleet().limits()) {
      switch (change) {
        case LimitChange.OwnerWeight weight ->
            limits.add(new Limit(Limit.Kind.OWNER_WEIGHT, weight.ownerId(), weight.weight()));
        case LimitChange.OwnerTasks tasks ->
            add(limits, Limit.Kind.OWNER_TASKS, tasks.ownerId(), tasks.max());
        case LimitChange.AgentTasks tasks ->
            add(limits, Limit.Kind.AGENT_TASKS, tasks.agent(), tasks.max());
      }
    }
    client
        .ports()
        .limits()
        .rates()
        .forEach(
            (model, rates) -> {
              String name = model.toString();
              add(limits, Limit.Kind.MODEL_REQUESTS_PER_MINUTE, name, rates.requestsPerMinute());
              add(limits, Limit.Kind.MODEL_TOKENS_PER_MINUTE, name, rates.tokensPerMinute());
            });
    return limits;
  }

  private static void add(
      List<Limit> limits, Limit.Kind kind, String subject, @Nullable Number value) {
    if (value != null) {
      limits.add(new Limit(kind, subject, value.longValue()));
    }
  }
}
