package io.factorial.engine.journal;

import io.factorial.llm.ChatResponse;
import io.factorial.message.Message;
import io.factorial.message.ToolCall;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A turn whose completion is recorded and whose end is not. Not thread-safe. */
public final class OpenTurn {
  private final int turn;
  private final ChatResponse response;
  private final int firstResult;
  private final TreeMap<Integer, Message.ToolOutput> results = new TreeMap<>();
  private final Set<Integer> claims = new HashSet<>();
  private final Map<Integer, Deferral> deferrals = new HashMap<>();
  private final Map<Integer, WaitAnswer> answers = new HashMap<>();

  OpenTurn(int turn, ChatResponse response, int firstResult) {
    this.turn = turn;
    this.response = response;
    this.firstResult = firstResult;
  }

  /**
   * The turn's number.
   *
   * @return from 0
   */
  public int turn() {
    return turn;
  }

  /**
   * The recorded completion.
   *
   * @return the model's answer
   */
  public ChatResponse response() {
    return response;
  }

  /**
   * The calls that it asks for.
   *
   * @return the calls in order
   */
  public List<ToolCall> calls() {
    return response.message().toolCalls();
  }

  /**
   * Whether a call has its result.
   *
   * @param index the call
   * @return true once it is settled
   */
  public boolean isSettled(int index) {
    return results.containsKey(index);
  }

  /**
   * Whether a call was claimed.
   *
   * @param index the call
   * @return true when it may have started
   */
  public boolean isClaimed(int index) {
    return claims.contains(index);
  }

  /**
   * What a call waits for, or waited for last.
   *
   * @param index the call
   * @return the deferral; empty when it never deferred
   */
  public Optional<Deferral> deferral(int index) {
    return Optional.ofNullable(deferrals.get(index));
  }

  /**
   * How a call's wait was answered.
   *
   * @param index the call
   * @return the answer; empty while there is none
   */
  public Optional<WaitAnswer> answer(int index) {
    return Optional.ofNullable(answers.get(index));
  }

  /**
   * The results of the calls that had to wait.
   *
   * @return in call order
   */
  public List<Message.ToolOutput> awaited() {
    return results.entrySet().stream()
        .filter(result -> deferrals.containsKey(result.getKey()))
        .map(Map.Entry::getValue)
        .toList();
  }

  void claim(int index) {
    claims.add(index);
  }

  /** A claim before it is not in doubt any more: the call came to this point. */
  void defer(int index, Deferral deferral) {
    deferrals.put(index, deferral);
    claims.remove(index);
    answers.remove(index);
  }

  void answer(int index, WaitAnswer answer) {
    answers.put(index, answer);
  }

  /** Where in the conversation the result belongs; results stand in call order. */
  int settle(int index, Message.ToolOutput output) {
    results.put(index, output);
    return firstResult + results.headMap(index).size();
  }
}
