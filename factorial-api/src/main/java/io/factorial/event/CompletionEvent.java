package io.factorial.event;

import io.factorial.budget.Usage;
import io.factorial.llm.ChatChunk;
import io.factorial.llm.ModelName;
import io.factorial.message.Message;
import io.factorial.run.RunError;
import java.time.Instant;

/** What happens to one call of the model. */
public sealed interface CompletionEvent extends AgentEvent {

  /**
   * The model was asked. Not stored: only those who listen now get it.
   *
   * @param meta which task, where in it, and when
   * @param model the model
   */
  record Started(Meta meta, ModelName model) implements CompletionEvent {

    @Override
    public String type() {
      return "progress_update_completion_started";
    }
  }

  /**
   * A piece of the answer came. Not stored: only those who listen now get it.
   *
   * @param meta which task, where in it, and when
   * @param chunk the piece
   */
  record Chunk(Meta meta, ChatChunk chunk) implements CompletionEvent {

    @Override
    public String type() {
      return "progress_update_completion_chunk";
    }
  }

  /**
   * The model answered, and the answer is recorded.
   *
   * @param meta which task, where in it, and when
   * @param message the answer
   * @param usage what the call used
   * @param startedAt when it started, by the store's clock
   */
  record Completed(Meta meta, Message.Assistant message, Usage usage, Instant startedAt)
      implements CompletionEvent {

    @Override
    public String type() {
      return "progress_update_completion_completed";
    }
  }

  /**
   * The model gave no usable answer.
   *
   * @param meta which task, where in it, and when
   * @param error why it failed
   * @param startedAt when it started, by the store's clock
   */
  record Failed(Meta meta, RunError error, Instant startedAt) implements CompletionEvent {

    @Override
    public String type() {
      return "progress_update_completion_failed";
    }
  }

  /**
   * What was told of this step so far does not count; the step is made again.
   *
   * @param meta which task, where in it, and when
   */
  record Superseded(Meta meta) implements CompletionEvent {

    @Override
    public String type() {
      return "step_superseded";
    }
  }
}
