package io.factorial.engine.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.factorial.agent.Agent;
import io.factorial.agent.AgentContext;
import io.factorial.error.DecodingException;
import io.factorial.error.InvalidDefinitionException;
import io.factorial.json.Json;
import io.factorial.run.RunContext;
import io.factorial.tool.FunctionTool;
import io.factorial.tool.Param;
import io.factorial.tool.Tool;
import io.factorial.tool.ToolContext;
import io.factorial.tool.ToolDefinition;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ToolSchemaTest {

  /** Says that it was asked: none of these tools reads its context. */
  private static final ToolContext CONTEXT =
      (ToolContext)
          Proxy.newProxyInstance(
              ToolSchemaTest.class.getClassLoader(),
              new Class<?>[] {ToolContext.class},
              (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
              });

  private static final String BOOK =
      """
      {"type":"object","properties":{\
      "city":{"description":"City name","type":"string"},\
      "from":{"type":"string","format":"date"},\
      "limit":{"anyOf":[{"type":"object","properties":{\
      "amount":{"description":"Not more than this","type":"number"},\
      "currency":{"type":"string","enum":["EUR","USD"]}},\
      "required":["amount","currency"],"additionalProperties":false},{"type":"null"}]},\
      "guests":{"type":"array","items":{"type":"string"}}},\
      "required":["city","from","limit","guests"],"additionalProperties":false}""";

  enum Currency {
    EUR,
    USD
  }

  record Limit(@Param("Not more than this") BigDecimal amount, Currency currency) {}

  record Booking(
      @Param("City name") String city,
      LocalDate from,
      Optional<Limit> limit,
      List<String> guests) {}

  static class Hotels {
    @Tool("Book a hotel")
    String book(
        RunContext run,
        @Param("City name") String city,
        LocalDate from,
        Optional<Limit> limit,
        List<String> guests,
        ToolContext ctx) {
      assertThat(run).isSameAs(ctx);
      return city + from + limit + guests;
    }
  }

  @Test
  void theThreeFormsOfAToolHaveOneSchema() {
    Hotels hotels = new Hotels();
    FunctionTool<?> ofMethod = FunctionTool.from(hotels).get(0);
    FunctionTool<?> ofReference = FunctionTool.of(hotels::book);
    FunctionTool<?> ofRecord =
        FunctionTool.of("book", "Book a hotel", Booking.class, (booking, ctx) -> booking);

    assertThat(ofMethod.schema().parameters().text()).isEqualTo(BOOK);
    assertThat(ofReference.schema()).isEqualTo(ofMethod.schema());
    assertThat(ofRecord.schema()).isEqualTo(ofMethod.schema());
    assertThat(ofMethod.schema().strict()).isTrue();
  }

  @Test
  void theThreeFormsReadTheSameArguments() throws Exception {
    Json.Obj arguments =
        Json.Obj.of(
            "city",
            "Paris",
            "from",
            "2026-03-28",
            "limit",
            new Limit(new BigDecimal("9.50"), Currency.EUR),
            "guests",
            List.of("Ada", "Kurt"));
    Hotels hotels = new Hotels();
    String booked = "Paris2026-03-28Optional[Limit[amount=9.50, currency=EUR]][Ada, Kurt]";

    assertThat(run(FunctionTool.from(hotels).get(0), arguments)).isEqualTo(booked);
    assertThat(run(FunctionTool.of(hotels::book), arguments)).isEqualTo(booked);
    assertThat(
            run(
                FunctionTool.of(
                    "book",
                    "Book a hotel",
                    Booking.class,
                    (b, ctx) -> b.city() + b.from() + b.limit() + b.guests()),
                arguments))
        .isEqualTo(booked);
  }

  @Test
  void wrongArgumentsAreRefusedBeforeTheBodyRuns() {
    FunctionTool<Json.Obj> tool = FunctionTool.of(new Hotels()::book);
    Json.Obj arguments =
        Json.Obj.of(
            "city", "Paris", "from", "2026-03-28", "limit", Map.of("amount", "9"), "run", "x");

    assertThatThrownBy(() -> tool.definition().decoder().apply(arguments))
        .isInstanceOf(DecodingException.class)
        .hasMessage("limit.amount: \"9\" (expected: a number)");
  }

  static class Searching {
    @Tool("Search")
    String search(
        String text,
        @Param(value = "How many", name = "max_results", defaultValue = "10") int max,
        @Param(defaultValue = "EUR") Currency currency) {
      return text + max + currency;
    }
  }

  @Test
  void aDefaultMakesAParameterOptionalAndTheToolNotStrict() throws Exception {
    FunctionTool<Json.Obj> tool = FunctionTool.of(new Searching()::search);

    assertThat(tool.schema().parameters().text())
        .isEqualTo(
            """
            {"type":"object","properties":{"text":{"type":"string"},\
            "max_results":{"description":"How many","type":"integer","default":10},\
            "currency":{"type":"string","enum":["EUR","USD"],"default":"EUR"}},\
            "required":["text"],"additionalProperties":false}""");
    assertThat(tool.schema().strict()).isFalse();
    assertThat(run(tool, Json.Obj.of("text", "a"))).isEqualTo("a10EUR");
    assertThat(run(tool, Json.Obj.of("text", "a", "max_results", 3, "currency", "USD")))
        .isEqualTo("a3USD");
  }

  @Test
  void strictIsRefusedWhereTheSchemaDoesNotQualify() {
    FunctionTool<Json.Obj> tool = FunctionTool.of(new Searching()::search);

    assertThat(tool.strict(false).schema().strict()).isFalse();
    assertThatThrownBy(() -> agentWith(tool.strict(true)))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageStartingWith("tool search, strict: true (expected: ");
  }

  @Test
  void aSchemaFromElsewhereIsStrictWhereItQualifies() {
    Json.Obj open = Json.Obj.of("type", "object");
    Json.Obj closed = (Json.Obj) Json.parse(BOOK);

    assertThat(FunctionTool.ofSchema("a", "", open, (args, ctx) -> args).schema().strict())
        .isFalse();
    assertThat(FunctionTool.ofSchema("a", "", closed, (args, ctx) -> args).schema().strict())
        .isTrue();
    assertThat(FunctionTool.ofSchema("a", "", open, (args, ctx) -> args).schema().parameters())
        .isEqualTo(open);
  }

  record Question(@Param("What to find out") String question) {}

  @Test
  void anAgentIsAToolThatTakesAQueryOrARecord() {
    Agent<String> researcher =
        Agent.builder("researcher").description("Finds things out").model("openai:x").build();

    assertThat(FunctionTool.agent(researcher).schema().parameters().text())
        .isEqualTo(
            """
            {"type":"object","properties":{\
            "query":{"description":"What the agent is asked","type":"string"}},\
            "required":["query"],"additionalProperties":false}""");
    assertThat(
            FunctionTool.agent(
                    researcher, Question.class, asked -> AgentContext.of(asked.question()))
                .schema()
                .parameters()
                .text())
        .contains("\"question\":{\"description\":\"What to find out\",\"type\":\"string\"}");
  }

  static class Unsupported {
    @Tool("Stop a thread")
    String stop(String why, List<Thread> threads) {
      return why + threads;
    }
  }

  record Threads(String why, Map<String, Thread> threads) {}

  @Test
  void aTypeOutsideTheSetIsRefusedByBuildWithToolAndParameter() {
    FunctionTool<?> ofMethod = FunctionTool.from(new Unsupported()).get(0);
    FunctionTool<?> ofReference = FunctionTool.of(new Unsupported()::stop);
    FunctionTool<?> ofRecord =
        FunctionTool.of("halt", "Stop a thread", Threads.class, (threads, ctx) -> "");

    for (FunctionTool<?> tool : List.of(ofMethod, ofReference)) {
      assertThatThrownBy(() -> agentWith(tool))
          .isInstanceOf(InvalidDefinitionException.class)
          .hasMessageStartingWith("tool stop, threads[]: java.lang.Thread (expected: a primitive");
    }
    assertThatThrownBy(() -> agentWith(ofRecord))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageStartingWith(
            "tool halt, Threads.threads{}: java.lang.Thread (expected: a primitive");
  }

  static class WrongDefault {
    @Tool("Wait")
    String pause(@Param(defaultValue = "long") int seconds) {
      return "" + seconds;
    }
  }

  @Test
  void aDefaultThatDoesNotFitIsRefusedByBuildWithToolAndParameter() {
    FunctionTool<?> tool = FunctionTool.of(new WrongDefault()::pause);

    assertThatThrownBy(() -> agentWith(tool))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessage(
            "tool pause, seconds: default value \"long\" (expected: a whole number from -2147483648"
                + " to 2147483647)");
  }

  private static Agent<String> agentWith(FunctionTool<?> tool) {
    return Agent.builder("agent").model("openai:x").tool(tool).build();
  }

  private static <A> Object run(FunctionTool<A> tool, Json.Obj arguments) throws Exception {
    ToolDefinition<A> definition = tool.definition();
    Object result = definition.body().run(definition.decoder().apply(arguments), CONTEXT);
    assertThat(result).isNotNull();
    return result == null ? "" : result;
  }
}
