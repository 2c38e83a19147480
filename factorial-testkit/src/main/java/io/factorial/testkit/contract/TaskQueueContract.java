package io.factorial.testkit.contract;

/**
 * What every {@link io.factorial.port.TaskQueue} promises: one interface per row of the transition
 * table, the races between them, fairness, threads, and random histories. An adapter's test
 * implements it:
 *
 * <pre>{@code
 * class InMemoryTaskQueueTest implements TaskQueueContract {
 *   private final Stage stage = new InMemoryStage();
 *
 *   public Stage stage() {
 *     return stage;
 *   }
 * }
 * }</pre>
 *
 * <p>Nothing here depends on how many partitions there are, and nothing waits for time to pass.
 */
public interface TaskQueueContract
    extends Row01Enqueue,
        Row02Fetch,
        Row03Record,
        Row04Continue,
        Row05Park,
        Row06BackOff,
        Row07Complete,
        Row08Fail,
        Row09Pause,
        Row10HandBack,
        Row11Heartbeat,
        Row12Release,
        Row13Answer,
        Row14ChildEnds,
        Row15Steer,
        Row16Cancel,
        Row17Revive,
        Row18DueTask,
        Row19Deadlines,
        Row20DeadWorker,
        Row21CascadeGcSchedules,
        Races,
        RacesWithMoves,
        Budgets,
        Fairness,
        ManyThreads,
        RandomHistories {}
