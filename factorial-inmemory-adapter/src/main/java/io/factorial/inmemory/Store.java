package io.factorial.inmemory;

import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One partition that holds everything. Every transition is one step under one lock, which guards
 * all parts; signals are called after it.
 */
final class Store {
  /** More than one step can let expire; so the store shrinks as fast as it grew. */
  private static final int COLLECTED_PER_STEP = 512;

  private final ReentrantLock lock = new ReentrantLock();
  private final StoreClock clock;

  final Agents agents = new Agents();
  final SignalBox signals = new SignalBox();
  final Timers timers = new Timers();
  final QueueLimits limits = new QueueLimits();
  final Lines lines = new Lines(limits);
  final WaitIndex waits = new WaitIndex();
  final Tasks tasks;
  final Events events;
  final Metrics metrics;
  final Workers workers;
  final Batches batches;
  final Cascade cascade;
  final Lifecycle lifecycle;
  final Waiting waiting;
  final Ending ending;
  final Enqueuing enqueuing;
  final Fetching fetching;
  final Writing writing;
  final Committing committing;
  final Changing changing;
  final Beating beating;
  final Schedules schedules;
  final Ticking ticking;
  final Listing listing;

  Store(InstantSource time) {
    clock = new StoreClock(time);
    tasks = new Tasks(clock);
    events = new Events(clock);
    metrics = new Metrics(clock, agents);
    workers = new Workers(clock, timers);
    batches = new Batches(clock, events);
    tasks.onForget(batches::forget);
    cascade = new Cascade(tasks);
    lifecycle = new Lifecycle(tasks, lines, limits, timers, workers, signals);
    waiting = new Waiting(clock, tasks, timers, waits, lifecycle, cascade, events, signals);
    Budgets budgets = new Budgets(tasks);
    ending =
        new Ending(
            clock, tasks, timers, lifecycle, waiting, budgets, batches, cascade, metrics, events);
    enqueuing =
        new Enqueuing(clock, agents, tasks, timers, lifecycle, batches, cascade, metrics, events);
    fetching = new Fetching(clock, tasks, lines, limits, workers, lifecycle, ending, events);
    writing = new Writing(tasks, waiting, budgets, metrics, events);
    committing =
        new Committing(
            clock, tasks, lines, workers, lifecycle, waiting, writing, ending, fetching, metrics,
            events);
    changing =
        new Changing(
            clock, tasks, timers, lifecycle, waiting, ending, budgets, batches, events, signals);
    beating = new Beating(workers, lifecycle);
    schedules = new Schedules(clock, enqueuing);
    ticking =
        new Ticking(
            clock, tasks, timers, workers, lifecycle, waiting, ending, cascade, schedules, metrics,
            events);
    listing = new Listing(tasks);
  }

  /** Makes one step of changes. */
  <T> T change(Supplier<T> step) {
    T answer;
    SignalBox.Mail mail;
    lock.lock();
    try {
      clock.begin();
      tasks.collect(COLLECTED_PER_STEP);
      answer = step.get();
      ending.cascadeNew();
      mail = signals.take();
    } finally {
      lock.unlock();
    }
    signals.deliver(mail);
    return answer;
  }

  /** Reads without a change. */
  <T> T read(Supplier<T> reading) {
    lock.lock();
    try {
      clock.begin();
      return reading.get();
    } finally {
      lock.unlock();
    }
  }
}
