package io.factorial.wait;

import io.factorial.error.StoreException;
import io.factorial.task.TaskId;
import java.util.List;

/**
 * The inbox of a fleet: what tasks wait for, and the answers of people.
 *
 * <p>The first answer to a wait counts. An answer that was given with a {@link Wait} counts only if
 * the call still has the arguments that the wait showed. What a person allows or forbids counts for
 * approvals only: a wait of another kind answers {@link AnswerOutcome#OTHER_KIND}. Any number of
 * threads may call; where the store fails, every method throws {@link StoreException}.
 */
public interface Waits {

  /**
   * What tasks wait for now.
   *
   * @param filter which waits
   * @return the open waits, oldest first
   */
  List<Wait> list(WaitFilter filter);

  /**
   * Allows a call with the arguments that were seen.
   *
   * @param seen the approval as it was listed
   * @return what became of the answer
   */
  AnswerOutcome approve(Wait seen);

  /**
   * Allows a call, with other arguments.
   *
   * @param seen the approval as it was listed
   * @param editedArguments the arguments to call with: a record, a map or JSON
   * @return what became of the answer
   */
  AnswerOutcome approveWith(Wait seen, Object editedArguments);

  /**
   * Forbids a call.
   *
   * @param seen the approval as it was listed
   * @param reason why; the model reads it
   * @return what became of the answer
   */
  AnswerOutcome reject(Wait seen, String reason);

  /**
   * Allows a call with the arguments that are stored now.
   *
   * @param taskId the task that waits
   * @param toolCallId the call
   * @return what became of the answer
   */
  AnswerOutcome approve(TaskId taskId, String toolCallId);

  /**
   * Allows a call, with other arguments, whatever is stored now.
   *
   * @param taskId the task that waits
   * @param toolCallId the call
   * @param editedArguments the arguments to call with: a record, a map or JSON
   * @return what became of the answer
   */
  AnswerOutcome approveWith(TaskId taskId, String toolCallId, Object editedArguments);

  /**
   * Forbids a call, whatever is stored now.
   *
   * @param taskId the task that waits
   * @param toolCallId the call
   * @param reason why; the model reads it
   * @return what became of the answer
   */
  AnswerOutcome reject(TaskId taskId, String toolCallId, String reason);
}
