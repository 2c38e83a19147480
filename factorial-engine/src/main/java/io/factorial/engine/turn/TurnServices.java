package io.factorial.engine.turn;

import io.factorial.budget.PriceTable;
import io.factorial.engine.model.Models;
import io.factorial.engine.telemetry.Telemetry;
import io.factorial.guard.Verdict;
import io.factorial.wait.Wait;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a run needs of its process.
 *
 * @param models calls models
 * @param prices what models cost
 * @param nested runs agents inline inside tools
 * @param telemetry tells traces and metrics
 * @param clock the process's own time
 * @param jitter numbers in [0, 1)
 * @param approver decides about approvals at once; null to wait for a person
 */
public record TurnServices(
    Models models,
    PriceTable prices,
    NestedRuns nested,
    Telemetry telemetry,
    TurnClock clock,
    DoubleSupplier jitter,
    @Nullable Function<Wait, Verdict> approver) {}
