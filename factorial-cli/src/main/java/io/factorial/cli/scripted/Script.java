package io.factorial.cli.scripted;

/**
 * What a scripted model says. It is given all that a model is given, the request, and remembers
 * nothing: the same conversation has the same answer, so that a call that is made again, by a retry
 * or by another worker, goes on where the conversation stands.
 */
@FunctionalInterface
public interface Script {

  /**
   * The model's next message.
   *
   * @param conversation what was said so far
   * @return what the model says now
   */
  Reply reply(Conversation conversation);
}
