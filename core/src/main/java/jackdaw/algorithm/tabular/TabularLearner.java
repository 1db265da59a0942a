package jackdaw.algorithm.tabular;

import jackdaw.algorithm.AbstractAlgorithm;
import jackdaw.algorithm.AlgorithmType;
import jackdaw.algorithm.Resources;
import jackdaw.algorithm.Setup;
import jackdaw.environment.Transitions;
import jackdaw.environment.VectorEnvironment;
import jackdaw.learning.TrainingException;
import jackdaw.metric.Metric;
import jackdaw.metric.Metrics;
import jackdaw.metric.Phase;
import jackdaw.metric.Timings;
import jackdaw.space.Space;
import jackdaw.tabular.ActionValues;
import jackdaw.tabular.Exploration;
import jackdaw.tabular.Numbering;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Learns a table of action values from its own steps: Q-learning, double Q-learning, SARSA or
 * expected
 * SARSA, as its {@link TabularRule} says (book sections 2.1, 2.8 and 2.10), in any environment
 * whose
 * observations and actions are whole numbers.
 *
 * <p>A step that terminates its episode has its reward as target. One that is cut off goes on in
 * the
 * value of its last observation; SARSA draws the action for that, which is never executed. Illegal
 * actions are never drawn and no target ever reads their values.
 */
public final class TabularLearner extends AbstractAlgorithm {
  /** Q-learning by name. */
  public static final AlgorithmType<TabularConfig> Q_LEARNING = type(TabularRule.Q_LEARNING);

  /** Double Q-learning by name. */
  public static final AlgorithmType<TabularConfig> DOUBLE_Q_LEARNING =
      type(TabularRule.DOUBLE_Q_LEARNING);

  /** SARSA by name. */
  public static final AlgorithmType<TabularConfig> SARSA = type(TabularRule.SARSA);

  /** Expected SARSA by name. */
  public static final AlgorithmType<TabularConfig> EXPECTED_SARSA =
      type(TabularRule.EXPECTED_SARSA);

  /** The mean of |δ|. */
  public static final Metric TD_ERROR = Metric.term("td-error");

  /** The mean of y. */
  public static final Metric TARGET = Metric.mean("target");

  /** The mean of α(s, a). */
  public static final Metric STEP_SIZE = Metric.mean("step-size");

  /** ε or τ. */
  public static final Metric EXPLORATION = Metric.last("exploration");

  /** Pairs of state and action that were visited at all, over all tables. */
  public static final Metric VISITED = Metric.last("visited-pairs");

  private static final Phase CHOOSING = new Phase("choosing actions");
  private static final Phase STEPPING = new Phase("environment");
  private static final Phase LEARNING = new Phase("learning");

  private final TabularRule rule;
  private final TabularConfig config;
  private final VectorEnvironment environment;
  private final TablePolicy table;
  private final ActionValues values;
  private final Exploration exploration;
  private final TabularUpdate update;
  private final TabularAgent[] agents;
  private final Transitions transitions;
  private final float[] actions;
  private final float[] masks;
  private final boolean[] legalNext;
  private final Metrics metrics =
      measure(Metrics.of(TD_ERROR, TARGET, STEP_SIZE, EXPLORATION, VISITED));
  private Timings timings = Timings.OFF;
  private @Nullable TabularObserver observer;
  private double stepSize;
  private double errors;
  private double targets;
  private double stepSizes;

  private TabularLearner(TabularRule rule, TabularConfig config, Resources resources) {
    super(resources);
    this.rule = rule;
    this.config = config;
    environment = keep("environment", resources.environment());
    table = table(rule, config, resources.observationSpace(), resources.actionSpace());
    values = table.values();
    learnt(table.parameters(), () -> table);
    exploration =
        new Exploration(
            config.exploration(), keep("exploration", resources.random().split("exploration")));
    update =
        keep(
            "update",
            new TabularUpdate(
                rule, config, table, exploration, resources.random().split("table-choice")));
    int count = environment.count();
    int observationSize = resources.observationSpace().size();
    int pairs =
        config.traceDecay() == 0 ? 0 : table.states().count() * table.actions().count();
    agents = new TabularAgent[count];
    transitions = new Transitions(count, observationSize, environment.maskSize());
    actions = new float[count * resources.actionSpace().size()];
    masks = new float[count * environment.maskSize()];
    legalNext = new boolean[table.actions().count()];
    Arrays.fill(legalNext, true);
    float[] observations = new float[count * observationSize];
    environment.reset(resources.random().split("episodes").nextLong(), observations);
    environment.masks(masks, 0);
    for (int i = 0; i < count; i++) {
      agents[i] = keep("agent-" + i, new TabularAgent(table.actions().count(), pairs));
      agents[i].enter(table.states().of(observations, i * observationSize));
      readLegal(masks, i, agents[i].legal());
    }
  }

  /**
   * Opens a learner at the start of a run. It computes in the calling thread alone.
   *
   * @throws IllegalArgumentException if observations or actions are continuous, or too many
   */
  public static TabularLearner open(TabularRule rule, TabularConfig config, Setup setup) {
    return Resources.open(
        setup,
        config.environments(),
        config.discount(),
        resources -> new TabularLearner(rule, config, resources));
  }

  private static AlgorithmType<TabularConfig> type(TabularRule rule) {
    return AlgorithmType.of(
        rule.title(),
        TabularConfig.defaults(),
        (config, setup) -> open(rule, config, setup),
        (config, observations, actions) -> table(rule, config, observations, actions));
  }

  private static TablePolicy table(
      TabularRule rule, TabularConfig config, Space observationSpace, Space actionSpace) {
    int tables = rule == TabularRule.DOUBLE_Q_LEARNING ? 2 : 1;
    return new TablePolicy(observationSpace, actionSpace, tables, config.initialValue());
  }

  @Override
  public void iterate(double progress) {
    stepSize = config.stepSizeAt(progress);
    exploration.setStrength(config.explorationAt(progress));
    errors = 0;
    targets = 0;
    stepSizes = 0;
    for (int i = 0; i < config.iterationSteps(); i++) {
      step();
    }
    report((double) config.iterationSteps() * agents.length);
    iterated();
  }

  /** Every copy decides, all are stepped, and every copy learns from what followed. */
  private void step() {
    timings.enter(CHOOSING);
    Numbering numbering = table.actions();
    int actionSize = environment.actionSpace().size();
    for (int i = 0; i < agents.length; i++) {
      agents[i].decide(exploration, values);
      numbering.write(agents[i].action(), actions, i * actionSize);
    }
    timings.enter(STEPPING);
    environment.step(actions, transitions);
    environment.masks(masks, 0);
    timings.enter(LEARNING);
    for (int i = 0; i < agents.length; i++) {
      learn(i, agents[i]);
    }
    timings.enter(Phase.REST);
    episodes().add(transitions, steps());
  }

  private void learn(int i, TabularAgent agent) {
    int observationSize = environment.observationSpace().size();
    boolean ended = transitions.ended(i);
    boolean terminated = transitions.terminated[i] | transitions.livesLost[i];
    float[] nextObservations =
        ended ? transitions.finalObservations : transitions.observations;
    int next = table.states().of(nextObservations, i * observationSize);
    if (!terminated) {
      readLegal(ended ? transitions.finalMasks : masks, i, legalNext);
    }
    boolean drawsNow = rule == TabularRule.SARSA && !terminated;
    int nextAction = drawsNow ? exploration.choose(values, next, legalNext) : -1;
    boolean nextIsGreedy = drawsNow && values.isGreedy(next, nextAction, legalNext);
    update.learn(
        agent, transitions.rewards[i], terminated, next, legalNext, nextAction, stepSize);
    count();
    tell(i, agent, terminated, next, nextAction);
    if (ended || terminated) {
      agent.traces().clear();
      agent.enter(table.states().of(transitions.observations, i * observationSize));
    } else if (drawsNow) {
      agent.enter(next, nextAction, nextIsGreedy);
    } else {
      agent.enter(next);
    }
    readLegal(masks, i, agent.legal());
  }

  private void count() {
    errors += Math.abs(update.error());
    targets += update.target();
    stepSizes += update.stepSize();
  }

  private void tell(
      int i, TabularAgent agent, boolean terminated, int next, int nextAction) {
    if (observer != null) {
      observer.learnt(
          new TabularObserver.LearntStep(
              agent.state(),
              agent.action(),
              transitions.rewards[i],
              terminated,
              transitions.truncated[i],
              next,
              nextAction,
              update.target(),
              update.error(),
              update.stepSize()));
    }
  }

  private void readLegal(float[] from, int i, boolean[] legal) {
    if (environment.maskSize() > 0) {
      table.actions().legal(from, i * environment.maskSize(), legal);
    }
  }

  private void report(double count) {
    metrics.set(TD_ERROR, errors / count);
    metrics.set(TARGET, targets / count);
    metrics.set(STEP_SIZE, stepSizes / count);
    metrics.set(EXPLORATION, exploration.strength());
    metrics.set(VISITED, update.visitedPairs());
    if (!Double.isFinite(errors)) {
      throw new TrainingException(
          "the values of the table are no longer finite after %d steps: lower step-size or discount"
              .formatted(steps()));
    }
  }

  /** Registers what sees every step of learning from the next iteration on; null for nothing. */
  public void observe(@Nullable TabularObserver newObserver) {
    observer = newObserver;
  }

  /** A step of a copy is an update. */
  @Override
  public long steps() {
    return update.updates();
  }

  @Override
  public long updates() {
    return update.updates();
  }

  /** The table that is being learnt, which is also the policy. */
  public TablePolicy table() {
    return table;
  }

  @Override
  public void time(Timings newTimings) {
    timings = newTimings;
  }
}
