package io.factorial.dashboard.access;

import io.factorial.dashboard.http.Problem;
import java.util.Optional;

/**
 * Who makes a call.
 *
 * @param name whose token it is
 * @param operates whether it may change things; everybody here may read
 * @param owner the only owner that it knows of; empty for all of them
 * @param session the browser's session; empty where a token came along
 * @param remote the address of the peer
 */
public record Caller(
    String name,
    boolean operates,
    Optional<String> owner,
    Optional<Sessions.Session> session,
    String remote) {
  /**
   * Whether an owner's things are the caller's to know.
   *
   * @param ownerId the owner
   * @return false where they do not exist for the caller
   */
  public boolean sees(String ownerId) {
    return owner.isEmpty() || owner.get().equals(ownerId);
  }

  /**
   * The owner that a call is about.
   *
   * @param asked the owner that it names; empty for the caller's own
   * @return the owner; empty for all of them
   * @throws Problem 404 where it is another owner than the caller's
   */
  public Optional<String> owner(Optional<String> asked) {
    if (asked.isPresent() && !sees(asked.get())) {
      throw Problem.unknown("owner");
    }
    return asked.isPresent() ? asked : owner;
  }
}
