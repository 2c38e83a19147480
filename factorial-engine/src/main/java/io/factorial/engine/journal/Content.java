package io.factorial.engine.journal;

import io.factorial.budget.Budget;
import io.factorial.error.DecodingException;
import io.factorial.json.Json;
import io.factorial.llm.ChatResponse;
import io.factorial.message.Message;
import io.factorial.port.Entry;
import io.factorial.port.Entry.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an entry of a journal holds. Its JSON form is stored, so names may be added, not changed.
 */
public sealed interface Content {
  /**
   * The kind of the entry that holds this.
   *
   * @return the kind
   */
  Kind kind();

  /**
   * What a run starts from; {@code maxTurns}, {@code model} and {@code budget} replace the agent's.
   */
  record Input(
      String query,
      List<Message> messages,
      Optional<Integer> maxTurns,
      Optional<String> model,
      Optional<Budget> budget)
      implements Content {
    @Override
    public Kind kind() {
      return Kind.INPUT;
    }
  }

  /** A model's answer. */
  record Completion(ChatResponse response, Instant startedAt) implements Content {
    @Override
    public Kind kind() {
      return Kind.COMPLETION;
    }
  }

  /** A call that must not run twice is about to start. */
  record Claim() implements Content {
    @Override
    public Kind kind() {
      return Kind.CLAIM;
    }
  }

  /** A call's result: what the model reads, and what people and joins read. */
  record Result(Message.ToolOutput output, Json data) implements Content {
    @Override
    public Kind kind() {
      return Kind.RESULT;
    }
  }

  /** A call has run, and its result is still to come. */
  record Deferred(Deferral deferral) implements Content {
    @Override
    public Kind kind() {
      return Kind.NOTE;
    }
  }

  /** What the engine tells the model about an answer that it cannot take. */
  record Feedback(Message message) implements Content {
    @Override
    public Kind kind() {
      return Kind.NOTE;
    }
  }

  /**
   * What stands for the first messages of the conversation where a model is shown no more of them.
   *
   * @param messages how many messages it stands for
   * @param text the summary
   */
  record Summary(int messages, String text) implements Content {
    @Override
    public Kind kind() {
      return Kind.NOTE;
    }
  }

  /** A message put into the task from outside. */
  record Steering(Message message) implements Content {
    @Override
    public Kind kind() {
      return Kind.STEERING;
    }
  }

  /** A message from outside that this version cannot decode; the run goes on without it. */
  record Unreadable(String why) implements Content {
    @Override
    public Kind kind() {
      return Kind.STEERING;
    }
  }

  /** An answer to a wait. */
  record Answered(WaitAnswer answer) implements Content {
    @Override
    public Kind kind() {
      return Kind.ANSWER;
    }
  }

  /** The final answer. */
  record Output(Json value) implements Content {
    @Override
    public Kind kind() {
      return Kind.OUTPUT;
    }
  }

  /** The end of a turn, or of a hold on it. */
  record TurnEnd(boolean closed) implements Content {
    @Override
    public Kind kind() {
      return Kind.TURN;
    }
  }

  /**
   * A content with its place in the journal.
   *
   * @param turn the turn
   * @param index the call in the turn; 0 for what belongs to the turn itself
   * @param attempt the attempt of the turn
   * @param content the content
   */
  record At(int turn, int index, int attempt, Content content) {
    /**
     * The entry in its stored form.
     *
     * @return the entry
     */
    public Entry entry() {
      return new Entry(turn, index, attempt, content.kind(), Payloads.of(content));
    }

    /**
     * Reads an entry.
     *
     * @param entry the stored form
     * @return its content in its place
     */
    public static At of(Entry entry) {
      Content content = read(entry);
      return new At(entry.turn(), entry.index(), entry.attempt(), content);
    }

    /** What the store itself writes holds no content: it knows no codec. */
    private static Content read(Entry entry) {
      if (entry.kind() == Kind.OUTPUT) {
        return new Output(Payloads.json(entry.payload()));
      }
      if (entry.kind() == Kind.ANSWER && entry.payload().isEmpty()) {
        return new Answered(new WaitAnswer.ByStore());
      }
      try {
        return Payloads.content(entry.payload());
      } catch (DecodingException undecodable) {
        if (entry.kind() == Kind.STEERING) {
          return new Unreadable(String.valueOf(undecodable.getMessage()));
        }
        throw undecodable;
      }
    }
  }
}
