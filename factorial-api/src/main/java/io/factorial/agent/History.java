package io.factorial.agent;

import io.factorial.error.InvalidDefinitionException;
import io.factorial.llm.ModelName;
import io.factorial.message.Message;
import io.factorial.run.RunContext;
import java.util.List;

/**
 * What the model is shown of a long conversation: a pure view. The recorded conversation stays
 * whole.
 */
@FunctionalInterface
public interface History {

  /**
   * The messages that the model is shown. A tool call and its result must stay together.
   *
   * @param all the whole conversation, oldest first
   * @param ctx the run
   * @return what is shown of it
   */
  List<Message> view(List<Message> all, RunContext ctx);

  /**
   * Shows everything. The default.
   *
   * @return the policy
   */
  static History all() {
    return (all, ctx) -> all;
  }

  /**
   * Shows the newest messages that fit, with four characters counted as a token, and at least the
   * newest message of the user. A tool call is never shown without its results, nor a result
   * without its call.
   *
   * @param tokens how many tokens may be shown, 1 or more
   * @return the policy
   */
  static History lastTokens(int tokens) {
    return new LastTokens(tokens);
  }

  /**
   * Shows a summary in place of the older messages, as soon as the conversation is longer than a
   * number of tokens. The newest half of that number stays as it is; the summary serves until the
   * number is passed again, and is then made anew from itself and what came since.
   *
   * @param aboveTokens from how many tokens on, 1 or more
   * @param model the model that writes the summary, as {@code provider:model}
   * @return the policy
   */
  static History summarise(int aboveTokens, String model) {
    return new Summarise(aboveTokens, model);
  }

  /**
   * The policy of {@link History#summarise}. Writing a summary takes a call of a model, which a
   * pure view cannot make: the engine knows this class and puts the summary before what {@link
   * #view} keeps.
   *
   * @param aboveTokens from how many tokens on, 1 or more
   * @param model the model that writes the summary, as {@code provider:model}
   */
  record Summarise(int aboveTokens, String model) implements History {

    /**
     * Checks number and model.
     *
     * @param aboveTokens from how many tokens on, 1 or more
     * @param model the model that writes the summary, as {@code provider:model}
     */
    public Summarise {
      if (aboveTokens < 1) {
        throw InvalidDefinitionException.of("aboveTokens", aboveTokens, "1 or more");
      }
      ModelName.parse(model);
    }

    /**
     * The messages that stay as they are: those of {@link History#lastTokens} for half the number,
     * so that a summary serves for a while.
     */
    @Override
    public List<Message> view(List<Message> all, RunContext ctx) {
      return new LastTokens(Math.max(1, aboveTokens / 2)).view(all, ctx);
    }
  }
}
