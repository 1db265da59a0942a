package jackdaw.environments;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environment.TabularModel;
import jackdaw.random.RandomStream;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import java.util.Optional;

/**
 * An environment that is played from its table: an observation is the number of the state, and each
 * start and step draws one number that the table turns into a state or an outcome.
 */
abstract class TabularEnvironment implements Environment {
  /** In place of the last action where none was taken yet. */
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

  /** Shows a state as its number modulo {@code observations}, where there is more to it than is seen. */
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

  /** Puts the episode into a state. */
  final void start(int newState) {
    state = newState;
    lastAction = NO_ACTION;
    running = true;
  }

  /** The number of the present state in the model. */
  final int state() {
    return state;
  }

  /** The last action of the episode, or {@link #NO_ACTION}. */
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

  /** Takes an action with the number in [0, 1) that decides what follows. */
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

  /** What the actions are called, for a message: {@code 0 (left) or 1 (right)}. */
  abstract String actionNames();
}
