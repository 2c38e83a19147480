package io.factorial.inmemory;

import io.factorial.port.Signals;
import io.factorial.port.Subscription;
import io.factorial.port.WorkerId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the signals of a step, and calls the listeners once the step is over and the store's
 * lock is free.
 */
final class SignalBox {
  private static final Logger log = LoggerFactory.getLogger(SignalBox.class);

  private static final int PARTITION = 0;

  /** Signals of one step: agents whose bell rings, and calls of single workers. */
  record Mail(Set<String> bells, List<Letter> letters) {
    boolean isEmpty() {
      return bells.isEmpty() && letters.isEmpty();
    }
  }

  /** A signal for one worker. */
  record Letter(WorkerId worker, Consumer<Signals> call) {}

  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /** Held while listeners are called, so that nothing begins after a subscription was closed. */
  private final ReentrantLock delivery = new ReentrantLock();

  // Guarded by the store's lock.
  private Set<String> bells = new LinkedHashSet<>();
  private List<Letter> letters = new ArrayList<>();

  /** Rings the bell of an agent at the end of the step. */
  void ring(String agent) {
    if (!listeners.isEmpty()) {
      bells.add(agent);
    }
  }

  /** Calls a worker at the end of the step. */
  void call(WorkerId worker, Consumer<Signals> call) {
    if (!listeners.isEmpty()) {
      letters.add(new Letter(worker, call));
    }
  }

  /** Takes the signals of the step that ends. */
  Mail take() {
    Mail mail = new Mail(bells, letters);
    if (!mail.isEmpty()) {
      bells = new LinkedHashSet<>();
      letters = new ArrayList<>();
    }
    return mail;
  }

  /** Calls the listeners; the store's lock is not held. */
  void deliver(Mail mail) {
    if (mail.isEmpty()) {
      return;
    }
    delivery.lock();
    try {
      for (Listener listener : listeners) {
        mail.bells().forEach(agent -> listener.hear(signals -> signals.workAt(agent, PARTITION)));
        mail.letters().stream()
            .filter(letter -> letter.worker().equals(listener.worker))
            .forEach(letter -> listener.hear(letter.call()));
      }
    } finally {
      delivery.unlock();
    }
  }

  Subscription listen(WorkerId worker, Signals signals) {
    Listener listener = new Listener(worker, signals);
    listeners.add(listener);
    return listener;
  }

  private final class Listener implements Subscription {
    private final WorkerId worker;
    private final Signals signals;
    private boolean open = true;

    Listener(WorkerId worker, Signals signals) {
      this.worker = worker;
      this.signals = signals;
    }

    void hear(Consumer<Signals> call) {
      if (!open) {
        return;
      }
      try {
        call.accept(signals);
      } catch (RuntimeException fault) {
        log.atWarn().addKeyValue("worker", worker).setCause(fault).log("signal not taken");
      }
    }

    @Override
    public void close() {
      delivery.lock();
      try {
        open = false;
        listeners.remove(this);
      } finally {
        delivery.unlock();
      }
    }
  }
}
