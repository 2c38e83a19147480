package io.factorial.engine.client;

import io.factorial.engine.journal.Content;
import io.factorial.message.Message;
import io.factorial.port.Entry;
import io.factorial.port.TaskStore;
import io.factorial.port.Transcript;
import io.factorial.port.Transcript.Line;
import io.factorial.port.Transcript.Source;
import io.factorial.task.TaskId;
import java.util.ArrayList;
import java.util.List;

/** Reads conversations in the order in which they were recorded. */
final class Transcripts {
  private final List<Line> lines = new ArrayList<>();
  private long entry;

  private Transcripts(long from) {
    this.entry = from;
  }

  static Transcript read(TaskStore store, TaskId id, long from, int max) {
    Transcripts transcript = new Transcripts(from);
    for (Entry stored : store.journal(id, from, max)) {
      transcript.add(Content.At.of(stored));
      transcript.entry++;
    }
    return new Transcript(transcript.lines, transcript.entry);
  }

  private void add(Content.At at) {
    switch (at.content()) {
      case Content.Input input -> input(at.turn(), input);
      case Content.Completion completion ->
          line(at.turn(), Source.MODEL, completion.response().message());
      case Content.Result result -> line(at.turn(), Source.TOOL, result.output());
      case Content.Steering steering -> line(at.turn(), Source.STEERING, steering.message());
      case Content.Feedback feedback -> line(at.turn(), Source.ENGINE, feedback.message());
      case Content.Edited edited -> line(at.turn(), Source.ENGINE, Message.user(edited.query()));
      case Content.Question question -> {}
      case Content.Claim claim -> {}
      case Content.Deferred deferred -> {}
      case Content.Summary summary -> {}
      case Content.Unreadable unreadable -> {}
      case Content.Answered answered -> {}
      case Content.Output output -> {}
      case Content.Pickup pickup -> {}
      case Content.Failed failed -> {}
      case Content.TurnEnd end -> {}
    }
  }

  private void input(int turn, Content.Input input) {
    List<Message> messages = new ArrayList<>(input.messages());
    if (!input.query().isEmpty()) {
      messages.add(Message.user(input.query()));
    }
    for (int part = 0; part < messages.size(); part++) {
      lines.add(new Line(entry, part, turn, Source.INPUT, messages.get(part)));
    }
  }

  private void line(int turn, Source source, Message message) {
    lines.add(new Line(entry, 0, turn, source, message));
  }
}
