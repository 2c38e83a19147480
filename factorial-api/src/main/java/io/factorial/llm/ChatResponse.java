package io.factorial.llm;

import io.factorial.budget.Usage;
import io.factorial.message.Message;
import java.util.Objects;

/**
 * A model's whole answer to one request.
 *
 * @param message what the model said
 * @param finishReason why it stopped, in the provider's word: {@code stop}, {@code tool_calls},
 *     {@code length}, {@code refusal}; empty if unknown
 * @param usage what the call used
 * @param responseId the provider's id of the answer, empty if it gave none
 * @param model the model that answered, in the provider's word, empty if it did not say
 */
public record ChatResponse(
    Message.Assistant message, String finishReason, Usage usage, String responseId, String model) {

  /** Checks that nothing is missing. */
  public ChatResponse {
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(finishReason, "finishReason");
    Objects.requireNonNull(usage, "usage");
    Objects.requireNonNull(responseId, "responseId");
    Objects.requireNonNull(model, "model");
  }

  /**
   * An answer of which only the message and the usage are known.
   *
   * @param message what the model said
   * @param usage what the call used
   * @return the answer; its finish reason follows from the message
   */
  public static ChatResponse of(Message.Assistant message, Usage usage) {
    return builder(message).usage(usage).build();
  }

  /**
   * Starts an answer.
   *
   * @param message what the model said
   * @return a builder without usage, whose finish reason follows from the message
   */
  public static Builder builder(Message.Assistant message) {
    return new Builder(message);
  }

  /** Puts an answer together; for one thread. */
  public static final class Builder {

    private final Message.Assistant message;
    private String finishReason;
    private Usage usage = Usage.ZERO;
    private String responseId = "";
    private String model = "";

    private Builder(Message.Assistant message) {
      this.message = message;
      this.finishReason = message.toolCalls().isEmpty() ? "stop" : "tool_calls";
    }

    /**
     * Sets why the model stopped.
     *
     * @param value the provider's word
     * @return this builder
     */
    public Builder finishReason(String value) {
      this.finishReason = value;
      return this;
    }

    /**
     * Sets what the call used.
     *
     * @param value the usage
     * @return this builder
     */
    public Builder usage(Usage value) {
      this.usage = value;
      return this;
    }

    /**
     * Sets the provider's id of the answer.
     *
     * @param value the id
     * @return this builder
     */
    public Builder responseId(String value) {
      this.responseId = value;
      return this;
    }

    /**
     * Sets the model that answered.
     *
     * @param value the provider's word
     * @return this builder
     */
    public Builder model(String value) {
      this.model = value;
      return this;
    }

    /**
     * Makes the answer.
     *
     * @return the answer
     */
    public ChatResponse build() {
      return new ChatResponse(message, finishReason, usage, responseId, model);
    }
  }
}
