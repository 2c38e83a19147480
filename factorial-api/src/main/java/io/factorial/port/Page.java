package io.factorial.port;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list.
 *
 * @param items what was found, in order
 * @param next continues the list after the last item; empty at its end
 * @param complete whether the scan reached the end of the list or filled the page; false when it
 *     stopped at its bound before
 * @param <T> what is listed
 */
public record Page<T>(List<T> items, Optional<String> next, boolean complete) {
  /** Copies. */
  public Page {
    items = List.copyOf(items);
  }
}
