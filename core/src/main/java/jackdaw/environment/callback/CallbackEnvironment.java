package jackdaw.environment.callback;

import jackdaw.environment.Describe;
import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentException;
import jackdaw.environment.Step;
import jackdaw.space.Space;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An environment whose episodes are run by a simulator that owns the clock and calls back for each
 * decision. The simulator runs unchanged, on a thread of its own, and waits while the agent
 * decides. Exactly one of the two runs at any time, so the results do not depend on the speed of
 * either.
 *
 * <pre>{@code
 * Supplier<Environment> warehouses = () ->
 *     new CallbackEnvironment(Box.of(0, 1, 3), new Discrete(4), (seed, agent) -> {
 *       Warehouse warehouse = new Warehouse(seed);
 *       warehouse.onIdle(truck -> {
 *         truck.fill(agent.observation());
 *         truck.goTo(agent.choose());
 *         agent.reward(-warehouse.lateness());
 *       });
 *       warehouse.run();
 *     });
 * }</pre>
 *
 * <p>Each episode has a daemon thread, which ends with it. Simulations of different environments
 * must not share state; {@code jackdaw.environments.SeparateClasses} helps with a simulator that
 * keeps state in static fields. Stepping allocates nothing beyond the simulator's own allocations.
 */
public final class CallbackEnvironment implements Environment {
  /** The default limit on the simulator's time from one question to the next. */
  public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(60);

  /**
   * The limit on the time that an abandoned episode takes to end, if the patience is not shorter.
   */
  private static final Duration MAX_UNWINDING = Duration.ofSeconds(10);

  private final Space observationSpace;
  private final Space actionSpace;
  private final boolean masksActions;
  private final Simulation simulation;
  private final Duration patience;
  private @Nullable Episode episode;

  /** The last episode that the simulator cut off, with the actions that were legal then. */
  private @Nullable Episode truncated;

  /** Creates an environment without an action mask, with {@link #DEFAULT_PATIENCE}. */
  public CallbackEnvironment(Space observationSpace, Space actionSpace, Simulation simulation) {
    this(observationSpace, actionSpace, false, simulation, DEFAULT_PATIENCE);
  }

  /**
   * Creates an environment from a simulation.
   *
   * @param masksActions whether the simulator fills in {@link Agent#legal} before each question
   * @param simulation run once for each episode, by one thread at a time
   * @param patience limit on the simulator's time from one question to the next; above 0
   * @throws IllegalArgumentException if the patience is not above 0
   */
  public CallbackEnvironment(
      Space observationSpace,
      Space actionSpace,
      boolean masksActions,
      Simulation simulation,
      Duration patience) {
    if (!patience.isPositive()) {
      throw new IllegalArgumentException(
          "a patience of %s is not possible: let it be above 0, usually a minute"
              .formatted(patience));
    }
    this.observationSpace = observationSpace;
    this.actionSpace = actionSpace;
    this.masksActions = masksActions;
    this.simulation = simulation;
    this.patience = patience;
  }

  @Override
  public Space observationSpace() {
    return observationSpace;
  }

  @Override
  public Space actionSpace() {
    return actionSpace;
  }

  @Override
  public boolean masksActions() {
    return masksActions;
  }

  /** Returns the name for messages: the simulation's class, if that has a name. */
  @Override
  public String name() {
    Class<?> type = simulation.getClass();
    return type.isHidden() || type.isAnonymousClass()
        ? getClass().getSimpleName()
        : type.getSimpleName();
  }

  /**
   * {@inheritDoc}
   *
   * @throws EnvironmentException if the simulator throws, ends without a question or does not ask
   *     in time; or if an earlier episode was abandoned and does not end
   */
  @Override
  public void reset(long seed, float[] observation) {
    abandon();
    truncated = null;
    Episode started =
        new Episode(
            simulation,
            seed,
            new float[observationSpace.size()],
            new boolean[masksActions ? actionSpace.maskSize() : 0],
            new float[actionSpace.size()]);
    episode = started;
    started.start(name());
    if (!proceed(started)) {
      throw new EnvironmentException(
          "%s ended the episode with seed %d without asking for a decision: let it ask at least once"
              .formatted(name(), seed));
    }
    System.arraycopy(started.observation(), 0, observation, 0, observationSpace.size());
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if no episode is running: before the first reset or after an end
   * @throws EnvironmentException if the simulator throws or does not ask in time
   */
  @Override
  public void step(float[] action, Step step) {
    Episode running = episode;
    if (running == null) {
      throw new IllegalStateException("no episode is running: call reset before step");
    }
    running.answer(action);
    boolean goesOn = proceed(running);
    System.arraycopy(running.observation(), 0, step.observation, 0, observationSpace.size());
    step.reward = running.takeReward();
    step.truncated = !goesOn && running.isTruncated();
    truncated = step.truncated ? running : null;
    step.terminated = !goesOn && !step.truncated;
  }

  @Override
  public void legalActions(boolean[] legal) {
    Episode running = episode == null ? truncated : episode;
    if (running == null) {
      throw new IllegalStateException("no episode is running: call reset before legalActions");
    }
    System.arraycopy(running.legal(), 0, legal, 0, actionSpace.maskSize());
  }

  /** Waits for the simulator; returns true if it asks, false if the episode is over. */
  private boolean proceed(Episode running) {
    if (!running.await(patience.toNanos())) {
      String where = running.place();
      episode = null;
      running.abandon(Duration.ZERO);
      throw new EnvironmentException(
          "%s has neither asked for a decision nor ended within %s s %s: it hangs at %s, or needs more"
              .formatted(name(), seconds(patience), moment(running), where)
              + " patience");
    }
    if (running.isAsking()) {
      return true;
    }
    episode = null;
    Throwable failure = running.failure();
    if (failure != null) {
      throw new EnvironmentException(
          "%s threw %s: %s".formatted(name(), moment(running), Describe.thrown(failure)),
          failure);
    }
    return false;
  }

  private static String moment(Episode running) {
    return "in the episode with seed %d after %d decisions"
        .formatted(running.seed(), running.decisions());
  }

  private static String seconds(Duration time) {
    return Describe.number(time.toMillis() / 1000f);
  }

  /** Ends the running episode, if there is one. */
  private void abandon() {
    Episode running = episode;
    episode = null;
    Duration time = patience.compareTo(MAX_UNWINDING) < 0 ? patience : MAX_UNWINDING;
    if (running != null && !running.abandon(time)) {
      throw new EnvironmentException(
          "%s did not end its abandoned episode within %s s, and is at %s: let EpisodeAbandoned pass"
              .formatted(name(), seconds(time), running.place())
              + " through it, and return when it comes");
    }
  }

  /**
   * Ends the running episode, and its thread with it.
   *
   * @throws EnvironmentException if the simulator does not let the episode end
   */
  @Override
  public void close() {
    abandon();
  }
}
