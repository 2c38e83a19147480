package io.factorial.engine.client;

import io.factorial.engine.journal.Payloads;
import io.factorial.engine.worker.StorePorts;
import io.factorial.json.Json;
import io.factorial.orchestrator.Orchestrator;
import io.factorial.port.ModelLimits;
import io.factorial.port.Operations;
import io.factorial.port.Payload;
import io.factorial.port.TaskStore;
import io.factorial.port.Transcript;
import io.factorial.task.TaskId;

/** What extensions may do with an orchestrator. Thread-safe. */
final class EngineOperations implements Operations {
  private final EngineOrchestrator orchestrator;
  private final StorePorts ports;

  EngineOperations(EngineOrchestrator orchestrator, StorePorts ports) {
    this.orchestrator = orchestrator;
    this.ports = ports;
  }

  @Override
  public Orchestrator orchestrator() {
    return orchestrator;
  }

  @Override
  public TaskStore store() {
    return ports.store();
  }

  @Override
  public ModelLimits models() {
    return ports.limits();
  }

  @Override
  public boolean isClosing() {
    return orchestrator.isClosing();
  }

  @Override
  public Transcript transcript(TaskId id, long from, int max) {
    return Transcripts.read(ports.store(), id, from, max);
  }

  @Override
  public Json json(Payload payload) {
    return Payloads.json(payload);
  }
}
