package io.factorial.event;

import io.factorial.budget.Usage;
import io.factorial.json.Json;
import io.factorial.message.Message;
import io.factorial.run.RunError;
import java.util.List;

/** What happens to a run as a whole. */
public sealed interface RunEvent extends AgentEvent {

  /**
   * The run was enqueued.
   *
   * @param meta which task, where in it, and when
   */
  record Queued(Meta meta) implements RunEvent {

    @Override
    public String type() {
      return "run_queued";
    }
  }

  /**
   * A worker took the run for the first time.
   *
   * @param meta which task, where in it, and when
   * @param query what the run was asked
   */
  record Started(Meta meta, String query) implements RunEvent {

    @Override
    public String type() {
      return "run_started";
    }
  }

  /**
   * Messages were put into the run from outside; it has not read them yet.
   *
   * @param meta which task, where in it, and when
   * @param messages how many messages
   */
  record Steered(Meta meta, int messages) implements RunEvent {

    @Override
    public String type() {
      return "run_steered";
    }
  }

  /**
   * The worker of the run died, and another one goes on.
   *
   * @param meta which task, where in it, and when
   * @param recoveries how often that has happened since the last recorded step
   */
  record Recovered(Meta meta, int recoveries) implements RunEvent {

    @Override
    public String type() {
      return "run_recovered";
    }
  }

  /**
   * The agent gave its answer.
   *
   * @param meta which task, where in it, and when
   * @param output the answer
   */
  record Output(Meta meta, Json output) implements RunEvent {

    @Override
    public String type() {
      return "agent_output";
    }
  }

  /**
   * The run ended with an output.
   *
   * @param meta which task, where in it, and when
   * @param usage what the run used, without its descendants
   */
  record Completed(Meta meta, Usage usage) implements RunEvent {

    @Override
    public String type() {
      return "run_completed";
    }
  }

  /**
   * The run ended with an error.
   *
   * @param meta which task, where in it, and when
   * @param error why it failed
   */
  record Failed(Meta meta, RunError error) implements RunEvent {

    @Override
    public String type() {
      return "run_failed";
    }
  }

  /**
   * The run was ended from outside.
   *
   * @param meta which task, where in it, and when
   */
  record Cancelled(Meta meta) implements RunEvent {

    @Override
    public String type() {
      return "run_cancelled";
    }
  }

  /**
   * The run waits for a person to resume it.
   *
   * @param meta which task, where in it, and when
   * @param reason why it was paused
   */
  record Paused(Meta meta, String reason) implements RunEvent {

    @Override
    public String type() {
      return "run_paused";
    }
  }

  /**
   * A run that had been parked, paused, handed back or had failed goes on.
   *
   * @param meta which task, where in it, and when
   */
  record Resumed(Meta meta) implements RunEvent {

    @Override
    public String type() {
      return "run_resumed";
    }
  }

  /**
   * The run read messages from outside.
   *
   * @param meta which task, where in it, and when
   * @param messages the messages, in order
   */
  record SteeringApplied(Meta meta, List<Message> messages) implements RunEvent {

    /** Copies the messages. */
    public SteeringApplied {
      messages = List.copyOf(messages);
    }

    @Override
    public String type() {
      return "run_steering_applied";
    }
  }

  /**
   * A message from outside could not be read.
   *
   * @param meta which task, where in it, and when
   * @param error why not
   */
  record SteeringFailed(Meta meta, RunError error) implements RunEvent {

    @Override
    public String type() {
      return "run_steering_failed";
    }
  }
}
