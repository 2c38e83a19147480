package io.factorial.dashboard.api;

import io.factorial.dashboard.http.Call;
import io.factorial.dashboard.http.Problem;
import io.factorial.dashboard.http.Query;
import io.factorial.dashboard.http.Response;
import io.factorial.dashboard.http.Route;
import io.factorial.dashboard.stream.EventStreams;
import io.factorial.error.DecodingException;
import io.factorial.event.EventCursor;
import io.factorial.event.EventFilter;
import io.factorial.port.Operations;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Events as they happen, of an owner or of a task. */
final class EventRoutes {
  private static final int MAX_STARS = 4;

  /** A small part of regular expressions, none of which takes long to match. */
  private static final Pattern PLAIN_PATTERN = Pattern.compile("[a-z0-9_.*|]{1,200}");

  private final EventStreams streams;
  private final Lookup lookup;

  EventRoutes(Operations operations, EventStreams streams) {
    this.streams = streams;
    this.lookup = new Lookup(operations);
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/events", this::ofOwner),
        Route.get("/api/v1/tasks/{id}/events", this::ofTask));
  }

  private Response ofOwner(Call call) {
    String owner =
        call.caller()
            .owner(call.query().text("owner"))
            .orElseThrow(() -> Problem.invalid("owner", "absent", "whose events"));
    return streams.open(narrowed(EventFilter.owner(owner), call.query()), after(call));
  }

  private Response ofTask(Call call) {
    EventFilter filter = EventFilter.task(lookup.task(call).id());
    return streams.open(narrowed(filter, call.query()), after(call));
  }

  private static EventFilter narrowed(EventFilter filter, Query query) {
    List<String> types = query.list("types");
    EventFilter typed = types.isEmpty() ? filter : filter.types(types.toArray(String[]::new));
    return query.text("pattern").map(pattern -> typed.pattern(checked(pattern))).orElse(typed);
  }

  private static String checked(String pattern) {
    long stars = pattern.chars().filter(c -> c == '*').count();
    if (!PLAIN_PATTERN.matcher(pattern).matches() || stars > MAX_STARS) {
      throw Problem.invalid(
          "pattern", pattern, "letters, digits, _ . | and at most " + MAX_STARS + " times *");
    }
    return pattern;
  }

  /** A browser that comes back names its last event in a header; who begins may in the query. */
  private static @Nullable EventCursor after(Call call) {
    Optional<String> cursor =
        call.request().header("Last-Event-ID").or(() -> call.query().text("after"));
    try {
      return cursor.filter(text -> !text.isEmpty()).map(EventCursor::parse).orElse(null);
    } catch (DecodingException noCursor) {
      throw Problem.invalid("Last-Event-ID", "no cursor", "the id of an event");
    }
  }
}
