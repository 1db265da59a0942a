package jackdaw.environments;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environment.TabularModel;
import jackdaw.random.RandomStream;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import java.util.Optional;

/**
 * An environment that is played from its table. An observation is the number of the state. Each
 * start and each step draws one number, from which the table determines a state or an outcome.
 */
abstract class TabularEnvironment implements Environment {
  /** The value of the last action before the first one. */
  static final int NO_ACTION = -1;

  private final TabularModel model;
  private final Discrete observationSpace;
  private final Discrete actionSpace;
  private final RandomStream random = new RandomStream(0);
  private boolean running;
  private int state;
  private int lastAction = NO_ACTION;

  TabularEnvironment(TabularModel model) {
    this(model, model.states());
  }

  /**
   * Creates an environment that observes states modulo {@code observations}, if states are not
   * fully visible.
   */
  TabularEnvironment(TabularModel model, int observations) {
    this.model = model;
    observationSpace = new Discrete(observations);
    actionSpace = new Discrete(model.actions());
  }

  @Override
  public final Space observationSpace() {
    return observationSpace;
  }

  @Override
  public final Space actionSpace() {
    return actionSpace;
  }

  @Override
  public final Optional<TabularModel> model() {
    return Optional.of(model);
  }

  @Override
  public final void reset(long seed, float[] observation) {
    random.reseed(seed);
    start(model.drawStart(random.nextDouble()));
    observe(observation);
  }

  /** Sets the state. */
  final void start(int newState) {
    state = newState;
    lastAction = NO_ACTION;
    running = true;
  }

  /** Returns the number of the current state in the model. */
  final int state() {
    return state;
  }

  /** Returns the last action of the episode, or {@link #NO_ACTION}. */
  final int lastAction() {
    return lastAction;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if no episode is running: before the first reset or after an end
   * @throws IllegalArgumentException if there is no such action
   */
  @Override
  public final void step(float[] action, Step step) {
    if (!running) {
      throw new IllegalStateException("no episode is running: call reset before step");
    }
    if (!actionSpace.contains(action, 0)) {
      throw new IllegalArgumentException(
          "action %s is not possible: use %s".formatted(action[0], actionNames()));
    }
    act((int) action[0], random.nextDouble(), step);
  }

  /** Takes an action; the draw in [0, 1) determines its outcome. */
  final void act(int action, double draw, Step step) {
    int outcome = model.drawOutcome(state, action, draw);
    lastAction = action;
    state = model.next(outcome);
    observe(step.observation);
    step.reward = model.reward(outcome);
    step.terminated = model.ends(outcome);
    running = !step.terminated;
  }

  private void observe(float[] observation) {
    observation[0] = state % observationSpace.count();
  }

  /** Returns the names of the actions for a message: {@code 0 (left) or 1 (right)}. */
  abstract String actionNames();
}
