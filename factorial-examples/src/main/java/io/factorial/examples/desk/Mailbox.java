package io.factorial.examples.desk;

import io.factorial.task.TaskId;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** The mail that the desk has sent. A real one sends it, with a link that leads to a callback. */
final class Mailbox {

  /**
   * A question to a customer.
   *
   * @param to the customer
   * @param question what is asked
   * @param task the task that waits for the answer
   * @param call the call that the answer is the result of
   */
  record Mail(String to, String question, TaskId task, String call) {}

  private final BlockingQueue<Mail> sent = new LinkedBlockingQueue<>();

  void send(Mail mail) {
    sent.add(mail);
  }

  Optional<Mail> next() {
    return Optional.ofNullable(sent.poll());
  }
}
