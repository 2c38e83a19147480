package io.factorial.engine.journal;

import io.factorial.agent.AgentDefinition;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The messages that a journal adds up to, and the turn that is open at its end. The run's thread
 * appends; any thread may read the messages.
 */
public final class Conversation {
  private final Object lock = new Object();
  private final List<Message> messages = new ArrayList<>();
  private final Set<String> callIds = new HashSet<>();
  private final Map<String, Integer> callCounts = new HashMap<>();
  private @Nullable OpenTurn open;
  private Content.@Nullable Summary summary;
  private int refusedAnswers;
  private @Nullable Asked asked;
  private int queryPlace;
  private boolean edited;
  private volatile String query = "";

  /**
   * What a person was asked about the run itself.
   *
   * @param question the question
   * @param answer the answer; empty while there is none
   */
  public record Asked(Content.Question question, Optional<WaitAnswer> answer) {}

  /** Makes a conversation without a message. */
  public Conversation() {}

  /**
   * Appends an entry of the journal.
   *
   * @param at the entry
   */
  public void append(Content.At at) {
    switch (at.content()) {
      case Content.Input input -> {
        addAll(input.messages());
        queryPlace = input.messages().size();
        query = input.query();
        if (!query.isEmpty()) {
          add(Message.user(query));
        }
      }
      case Content.Edited changed -> edit(changed.query());
      case Content.Question question -> asked = new Asked(question, Optional.empty());
      case Content.Completion completion -> complete(at.turn(), completion);
      case Content.Claim claim -> openTurn().ifPresent(turn -> turn.claim(at.index()));
      case Content.Result result -> settle(at.index(), result.output());
      case Content.Deferred deferred ->
          openTurn().ifPresent(turn -> turn.defer(at.index(), deferred.deferral()));
      case Content.Answered answered -> answer(at.index(), answered.answer());
      case Content.Feedback feedback -> {
        refusedAnswers++;
        add(feedback.message());
      }
      case Content.Steering steering -> {
        refusedAnswers = 0;
        add(steering.message());
      }
      case Content.Unreadable unreadable -> {}
      case Content.Pickup pickup -> {}
      case Content.Failed failed -> {}
      case Content.Summary newest -> summary = newest;
      case Content.Output output -> close();
      case Content.TurnEnd end -> {
        if (end.closed()) {
          close();
        }
      }
    }
  }

  private void close() {
    open = null;
    asked = null;
  }

  /** While a person is asked about the run itself, no call waits. */
  private void answer(int index, WaitAnswer answer) {
    if (asked != null) {
      asked = new Asked(asked.question(), Optional.of(answer));
    } else if (open != null) {
      open.answer(index, answer);
    }
  }

  private void edit(String changed) {
    synchronized (lock) {
      if (!query.isEmpty()) {
        messages.remove(queryPlace);
      }
      if (!changed.isEmpty()) {
        messages.add(queryPlace, Message.user(changed));
      }
    }
    query = changed;
    edited = true;
    asked = null;
  }

  /**
   * Where the conversation stands now.
   *
   * @return a place to go back to
   */
  public Mark mark() {
    return new Mark(messages.size(), open, refusedAnswers, asked);
  }

  /**
   * Forgets what was appended since a place and was not recorded.
   *
   * @param mark the place
   */
  public void goBackTo(Mark mark) {
    synchronized (lock) {
      messages.subList(mark.messages(), messages.size()).clear();
    }
    open = mark.open();
    refusedAnswers = mark.refusedAnswers();
    asked = mark.asked();
  }

  /**
   * A place in a conversation.
   *
   * @param messages how many messages there were
   * @param open the turn that was open
   * @param refusedAnswers how many answers in a row could not be taken
   * @param asked what a person was asked about the run itself
   */
  public record Mark(
      int messages, @Nullable OpenTurn open, int refusedAnswers, @Nullable Asked asked) {}

  /**
   * What the run was asked, as its guards let it pass.
   *
   * @return the query; any thread may ask
   */
  public String query() {
    return query;
  }

  /**
   * Whether the query was changed: its guards have decided, and are not asked again.
   *
   * @return true once it is recorded
   */
  public boolean isEdited() {
    return edited;
  }

  /**
   * What a person was asked about the run's input, until its first completion, or about its final
   * answer, until the end of its turn.
   *
   * @return the question; empty when there is none
   */
  public Optional<Asked> asked() {
    return Optional.ofNullable(asked);
  }

  /**
   * The messages so far.
   *
   * @return a copy
   */
  public List<Message> messages() {
    synchronized (lock) {
      return List.copyOf(messages);
    }
  }

  /**
   * The turn whose calls are not all settled and committed.
   *
   * @return the turn; empty between turns
   */
  public Optional<OpenTurn> openTurn() {
    return Optional.ofNullable(open);
  }

  /**
   * What stands for the older messages where a model is shown no more of them.
   *
   * @return the newest summary; empty before the first
   */
  public Optional<Content.Summary> summary() {
    return Optional.ofNullable(summary);
  }

  /**
   * How many calls of a tool were asked for before a call of the open turn.
   *
   * @param tool the tool
   * @return 0 or more, the open turn's calls included
   */
  public int calls(String tool) {
    return callCounts.getOrDefault(tool, 0);
  }

  /**
   * How many final answers in a row could not be taken.
   *
   * @return 0 or more
   */
  public int refusedAnswers() {
    return refusedAnswers;
  }

  /**
   * Makes the ids of calls unique in the task: an id that is missing or was used becomes {@code
   * TURN_INDEX}.
   *
   * @param turn the turn
   * @param calls the calls, as a provider named them
   * @return the calls under unique ids
   */
  public List<ToolCall> withUniqueIds(int turn, List<ToolCall> calls) {
    List<ToolCall> unique = new ArrayList<>(calls.size());
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < calls.size(); i++) {
      ToolCall call = calls.get(i);
      boolean usable = !call.id().isBlank() && !callIds.contains(call.id()) && seen.add(call.id());
      unique.add(
          usable
              ? call
              : new ToolCall(
                  unused(turn + "_" + i, seen),
                  call.name(),
                  call.argumentsText(),
                  call.providerData()));
    }
    return unique;
  }

  /** The id, or one like it should a model have used that itself. */
  private String unused(String id, Set<String> seen) {
    String candidate = id;
    while (callIds.contains(candidate) || !seen.add(candidate)) {
      candidate += "_";
    }
    return candidate;
  }

  private void complete(int turn, Content.Completion completion) {
    asked = null;
    Message.Assistant message = completion.response().message();
    if (!message.parts().isEmpty() || !message.toolCalls().isEmpty()) {
      // A call that was cut short before its first word leaves nothing to show a model.
      add(message);
    }
    List<ToolCall> calls = message.toolCalls();
    for (ToolCall call : calls) {
      callIds.add(call.id());
      callCounts.merge(call.name(), 1, Integer::sum);
    }
    if (!calls.isEmpty()) {
      open = new OpenTurn(turn, completion.response(), messages.size());
    }
  }

  private void settle(int index, Message.ToolOutput output) {
    OpenTurn turn = open;
    if (turn == null) {
      return;
    }
    if (output.tool().equals(AgentDefinition.FINAL_OUTPUT)) {
      refusedAnswers++;
    } else {
      refusedAnswers = 0;
    }
    if (turn.isSettled(index)) {
      return;
    }
    synchronized (lock) {
      messages.add(turn.settle(index, output), output);
    }
  }

  private void add(Message message) {
    synchronized (lock) {
      messages.add(message);
    }
  }

  private void addAll(List<Message> more) {
    synchronized (lock) {
      messages.addAll(more);
    }
  }
}
