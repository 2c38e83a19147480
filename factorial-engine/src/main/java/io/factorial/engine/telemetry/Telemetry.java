package io.factorial.engine.telemetry;

import io.factorial.budget.Usage;
import io.factorial.llm.ChatResponse;
import io.factorial.llm.ModelName;
import io.factorial.message.ToolCall;
import io.factorial.run.RunContext;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells traces and metrics of runs, model calls and tool calls. Content is never captured. One
 * trace leads across workers: a task carries the traceparent of its caller. Thread-safe.
 */
public final class Telemetry {
  private static final double NANOS = 1e9;
  private static final String TRACEPARENT = "traceparent";
  private static final TextMapGetter<Map<String, String>> GETTER =
      new TextMapGetter<>() {
        @Override
        @SuppressWarnings("deprecation") // abstract still: every getter must have it
        public Iterable<String> keys(Map<String, String> carrier) {
          return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
          return carrier == null ? null : carrier.get(key);
        }
      };

  /** Names of models are made by users' functions, perhaps without end. */
  private static final int MOST_MODELS = 1_000;

  private final Map<ModelName, ModelAttributes> models = new ConcurrentHashMap<>();
  private final Tracer tracer;
  private final DoubleHistogram duration;
  private final LongHistogram tokens;

  private Telemetry(OpenTelemetry openTelemetry) {
    this.tracer = openTelemetry.getTracer("io.factorial");
    var meter = openTelemetry.getMeter("io.factorial");
    this.duration = meter.histogramBuilder(Names.OPERATION_DURATION).setUnit("s").build();
    this.tokens = meter.histogramBuilder(Names.TOKEN_USAGE).ofLongs().setUnit("{token}").build();
  }

  /**
   * Runs a run, or the part of it that this worker runs, in a span.
   *
   * @param run the run
   * @param traceparent the caller's trace; may be empty
   * @param work the run
   * @return what it returns
   * @throws Exception what it throws
   */
  public <T> T run(RunContext run, String traceparent, Callable<T> work) throws Exception {
    Span span =
        tracer
            .spanBuilder(Names.INVOKE_AGENT + " " + run.agent())
            .setParent(parent(traceparent))
            .setSpanKind(SpanKind.INTERNAL)
            .setAttribute(Names.OPERATION, Names.INVOKE_AGENT)
            .setAttribute(Names.AGENT, run.agent())
            .setAttribute(Names.CONVERSATION, run.taskId().value())
            .startSpan();
    return within(span, work);
  }

  /**
   * Runs a model call in a span.
   *
   * @param run the run
   * @param model the first choice
   * @param work the call
   * @return the answer
   * @throws Exception what the call throws
   */
  public ChatResponse chat(RunContext run, ModelName model, Callable<ChatResponse> work)
      throws Exception {
    Span span =
        tracer
            .spanBuilder(Names.CHAT + " " + model.name())
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(Names.OPERATION, Names.CHAT)
            .setAttribute(Names.PROVIDER, model.provider())
            .setAttribute(Names.REQUEST_MODEL, model.name())
            .setAttribute(Names.CONVERSATION, run.taskId().value())
            .startSpan();
    long startedAt = System.nanoTime();
    ChatResponse response =
        within(
            span,
            () -> {
              ChatResponse answer = work.call();
              span.setAttribute(Names.RESPONSE_MODEL, answer.model());
              span.setAttribute(Names.INPUT_TOKENS, answer.usage().inputTokens());
              span.setAttribute(Names.OUTPUT_TOKENS, answer.usage().outputTokens());
              return answer;
            });
    measure(model, response.usage(), System.nanoTime() - startedAt);
    return response;
  }

  private void measure(ModelName model, Usage usage, long nanos) {
    ModelAttributes attributes = models.get(model);
    if (attributes == null) {
      attributes = ModelAttributes.of(model);
      if (models.size() < MOST_MODELS) {
        models.put(model, attributes);
      }
    }
    duration.record(nanos / NANOS, attributes.call());
    tokens.record(usage.inputTokens(), attributes.input());
    tokens.record(usage.outputTokens(), attributes.output());
  }

  /** What the measurements of a model are told under; made once. */
  private record ModelAttributes(Attributes call, Attributes input, Attributes output) {
    static ModelAttributes of(ModelName model) {
      Attributes call =
          Attributes.of(
              Names.OPERATION, Names.CHAT,
              Names.PROVIDER, model.provider(),
              Names.REQUEST_MODEL, model.name());
      return new ModelAttributes(
          call,
          call.toBuilder().put(Names.TOKEN_TYPE, "input").build(),
          call.toBuilder().put(Names.TOKEN_TYPE, "output").build());
    }
  }

  /**
   * Runs a tool call in a span.
   *
   * @param run the run
   * @param call the call
   * @param work the call's work
   * @return what it returns
   * @throws Exception what it throws
   */
  public <T> T tool(RunContext run, ToolCall call, Callable<T> work) throws Exception {
    Span span =
        tracer
            .spanBuilder(Names.EXECUTE_TOOL + " " + call.name())
            .setAttribute(Names.OPERATION, Names.EXECUTE_TOOL)
            .setAttribute(Names.TOOL, call.name())
            .setAttribute(Names.TOOL_CALL, call.id())
            .setAttribute(Names.CONVERSATION, run.taskId().value())
            .startSpan();
    return within(span, work);
  }

  /**
   * Takes the current trace along to another thread.
   *
   * @param work what runs there
   * @return the same work in this context
   */
  public Runnable inContext(Runnable work) {
    return Context.current().wrap(work);
  }

  /**
   * The current trace, to be stored with a task.
   *
   * @return W3C traceparent; empty outside a trace
   */
  public String traceparent() {
    Map<String, String> carrier = new HashMap<>();
    W3CTraceContextPropagator.getInstance()
        .inject(Context.current(), carrier, (map, key, value) -> put(map, key, value));
    return carrier.getOrDefault(TRACEPARENT, "");
  }

  private static void put(@Nullable Map<String, String> map, String key, String value) {
    if (map != null) {
      map.put(key, value);
    }
  }

  private static Context parent(String traceparent) {
    if (traceparent.isEmpty()) {
      return Context.current();
    }
    return W3CTraceContextPropagator.getInstance()
        .extract(Context.current(), Map.of(TRACEPARENT, traceparent), GETTER);
  }

  private static <T> T within(Span span, Callable<T> work) throws Exception {
    Scope scope = span.makeCurrent();
    try {
      return work.call();
    } catch (Exception failed) {
      span.setStatus(StatusCode.ERROR);
      span.setAttribute(Names.ERROR, failed.getClass().getName());
      throw failed;
    } finally {
      scope.close();
      span.end();
    }
  }

  /**
   * Telemetry of the process's global OpenTelemetry, as an agent or the application set it.
   *
   * @return telemetry that tells nothing when none was set
   */
  public static Telemetry global() {
    return new Telemetry(GlobalOpenTelemetry.get());
  }

  /**
   * Telemetry that tells nothing.
   *
   * @return the no-op telemetry
   */
  public static Telemetry none() {
    return new Telemetry(OpenTelemetry.noop());
  }
}
