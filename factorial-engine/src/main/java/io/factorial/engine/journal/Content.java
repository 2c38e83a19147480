package io.factorial.engine.journal;

import io.factorial.budget.Budget;
import io.factorial.error.DecodingException;
import io.factorial.json.Json;
import io.factorial.llm.ChatResponse;
import io.factorial.message.Message;
import io.factorial.port.Entry;
import io.factorial.port.Entry.Kind;
import io.factorial.run.RunError;
import io.factorial.tool.Param;
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

  /**
   * A model's answer.
   *
   * @param firstTokenMillis how long its first piece took; negative where it is not known
   * @param tookMillis how long all of it took; negative where it is not known
   */
  record Completion(
      ChatResponse response,
      Instant startedAt,
      @Param(defaultValue = "-1") long firstTokenMillis,
      @Param(defaultValue = "-1") long tookMillis)
      implements Content {
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

  /**
   * A call's result: what the model reads, and what people and joins read.
   *
   * @param startedMillis when the call began, in milliseconds since 1970; 0 where it did not run
   * @param tookMillis how long it took
   */
  record Result(
      Message.ToolOutput output,
      Json data,
      @Param(defaultValue = "0") long startedMillis,
      @Param(defaultValue = "0") long tookMillis)
      implements Content {
    /** The result of a call that did not run. */
    public Result(Message.ToolOutput output, Json data) {
      this(output, data, 0, 0);
    }

    @Override
    public Kind kind() {
      return Kind.RESULT;
    }
  }

  /**
   * A call has run, and its result is still to come.
   *
   * @param atMillis since when, in milliseconds since 1970; 0 where it is not known
   */
  record Deferred(Deferral deferral, @Param(defaultValue = "0") long atMillis) implements Content {
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

  /** The query as a guard or a person changed it; the guards of the input have decided with it. */
  record Edited(String query) implements Content {
    @Override
    public Kind kind() {
      return Kind.NOTE;
    }
  }

  /**
   * A person is asked about the run itself; the answer to its wait is the next one in the journal.
   */
  record Question(Subject subject, String text, Json shown) implements Content {
    /** What a person can be asked about, besides calls. */
    public enum Subject {
      /** What the run was asked, before its first completion. */
      INPUT,
      /** Its final answer, before it is taken. */
      OUTPUT
    }

    @Override
    public Kind kind() {
      return Kind.NOTE;
    }

    /**
     * The same question, and why it is asked again.
     *
     * @param why what was wrong with the answer
     * @return a changed copy
     */
    public Question again(String why) {
      return new Question(subject, text + " (" + why + ")", shown);
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

  /** A worker has taken the task: what follows is its work. Written with its first step. */
  record Pickup(String worker, long fence, long atMillis) implements Content {
    @Override
    public Kind kind() {
      return Kind.NOTE;
    }
  }

  /** A try of the turn has failed, and another follows or the run ends. */
  record Failed(RunError error, long startedMillis, long atMillis) implements Content {
    @Override
    public Kind kind() {
      return Kind.NOTE;
    }
  }

  /**
   * The end of a turn, or of a hold on it.
   *
   * @param atMillis when, in milliseconds since 1970; 0 where it is not known
   */
  record TurnEnd(boolean closed, @Param(defaultValue = "0") long atMillis) implements Content {
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
