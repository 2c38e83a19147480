package io.factorial.inmemory;

import io.factorial.port.ChildResult;
import io.factorial.task.TaskStatus;
import java.util.List;
import java.util.TreeMap;

/**
 * How the children of a call ended. A result is kept once for its index, also while nobody waits
 * for it: a parent that is revived finds it when it parks once more. Guarded by the store's lock.
 */
final class ChildResults {
  private final TreeMap<Integer, ChildResult> byIndex = new TreeMap<>();
  private int completed;
  private int failed;

  /** Keeps how a child ended; false where it is known already. */
  boolean keep(ChildResult result) {
    if (byIndex.putIfAbsent(result.index(), result) != null) {
      return false;
    }
    completed += result.status() == TaskStatus.COMPLETED ? 1 : 0;
    failed += result.status() == TaskStatus.FAILED ? 1 : 0;
    return true;
  }

  int size() {
    return byIndex.size();
  }

  int completed() {
    return completed;
  }

  int failed() {
    return failed;
  }

  List<ChildResult> from(int first, int max) {
    return byIndex.tailMap(first, true).values().stream().limit(max).toList();
  }
}
