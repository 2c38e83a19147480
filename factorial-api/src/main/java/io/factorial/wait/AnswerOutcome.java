package io.factorial.wait;

/** What became of an answer to a wait. */
public enum AnswerOutcome {
  /** It counts. */
  ACCEPTED,
  /** Another answer came first, and counts. */
  ALREADY_ANSWERED,
  /** The call's arguments are not the ones that were seen; look again. */
  CHANGED,
  /**
   * The wait is of another kind: a result answers a deferred tool only, and what a person allows or
   * forbids is an approval only. The wait stays as it is.
   */
  OTHER_KIND,
  /** The wait is closed: its task ended, or it was not needed any more. */
  CLOSED,
  /** There is no such wait. */
  UNKNOWN
}
