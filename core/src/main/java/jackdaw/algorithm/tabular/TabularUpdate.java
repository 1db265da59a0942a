package jackdaw.algorithm.tabular;

import jackdaw.random.RandomStream;
import jackdaw.state.Snapshot;
import jackdaw.state.Stateful;
import jackdaw.tabular.ActionValues;
import jackdaw.tabular.Exploration;
import jackdaw.tabular.LearningTable;
import jackdaw.tabular.Targets;
import jackdaw.tabular.Traces;

/**
 * One step of learning: a target y, the error δ = y − Q(s, a), and
 *
 * <pre>Q(s, a) ← Q(s, a) + α δ,</pre>
 *
 * or with traces the same for every pair, as much of it as e(s, a).
 */
final class TabularUpdate implements Stateful {
  private final TabularRule rule;
  private final TabularConfig config;
  private final ActionValues values;
  private final LearningTable[] tables;
  private final Exploration exploration;
  private final RandomStream tableChoice;
  private long updates;
  private double target;
  private double error;
  private double stepSize;

  TabularUpdate(
      TabularRule rule,
      TabularConfig config,
      TablePolicy policy,
      Exploration exploration,
      RandomStream tableChoice) {
    this.rule = rule;
    this.config = config;
    this.exploration = exploration;
    this.tableChoice = tableChoice;
    values = policy.values();
    tables = new LearningTable[rule == TabularRule.DOUBLE_Q_LEARNING ? 2 : 1];
    for (int i = 0; i < tables.length; i++) {
      tables[i] =
          new LearningTable(policy.table(i), policy.states().count(), config.visitPower());
    }
  }

  /**
   * Learns from one step.
   *
   * @param agent whose step it was: its state, action and traces
   * @param terminated whether the task is over after it
   * @param next the state after it
   * @param legal what is legal there
   * @param nextAction what is done there, for SARSA
   * @param currentStepSize α before visits count
   */
  void learn(
      TabularAgent agent,
      double reward,
      boolean terminated,
      int next,
      boolean[] legal,
      int nextAction,
      double currentStepSize) {
    int table = drawTable();
    double after = terminated ? 0 : next(table, next, legal, nextAction);
    target = Targets.target(reward, config.discount(), terminated, after);
    int pair = agent.state() * values.actions() + agent.action();
    LearningTable learning = tables[table];
    stepSize = learning.visit(pair, currentStepSize);
    error = target - learning.values().value(agent.state(), agent.action());
    if (config.traceDecay() == 0) {
      learning.add(pair, stepSize * error);
    } else {
      spread(agent, learning.values(), pair);
    }
    updates++;
  }

  private int drawTable() {
    if (tables.length == 1) {
      return 0;
    }
    return config.alternatingTables() ? (int) (updates % 2) : tableChoice.nextInt(2);
  }

  private double next(int table, int state, boolean[] legal, int nextAction) {
    return switch (rule) {
      case Q_LEARNING -> Targets.greedy(values, state, legal);
      case DOUBLE_Q_LEARNING -> Targets.doubled(
          tables[table].values(), tables[1 - table].values(), state, legal);
      case SARSA -> Targets.executed(values, state, nextAction);
      case EXPECTED_SARSA -> expected(state, legal);
    };
  }

  private double expected(int state, boolean[] legal) {
    return switch (config.expectedPolicy()) {
      case BEHAVIOUR -> exploration.value(values, state, legal);
      case GREEDY -> Targets.greedy(values, state, legal);
      case EPSILON_GREEDY -> Targets.expected(
          config.expectedPolicy().policy(), values, state, legal, config.expectedEpsilon());
      case SOFTMAX -> Targets.expected(
          config.expectedPolicy().policy(), values, state, legal, config.expectedTemperature());
    };
  }

  private void spread(TabularAgent agent, ActionValues into, int pair) {
    Traces traces = agent.traces();
    if (!agent.isGreedy() && config.watkinsCut() && learnsGreedyValues()) {
      traces.clear();
    }
    traces.visit(pair, config.traces(), stepSize);
    traces.apply(into, stepSize * error);
    traces.fade(config.discount() * config.traceDecay());
  }

  private boolean learnsGreedyValues() {
    return switch (rule) {
      case Q_LEARNING, DOUBLE_Q_LEARNING -> true;
      case SARSA -> false;
      case EXPECTED_SARSA -> config.expectedPolicy() == ExpectedPolicy.GREEDY;
    };
  }

  long updates() {
    return updates;
  }

  /** y of the last step. */
  double target() {
    return target;
  }

  /** δ of the last step. */
  double error() {
    return error;
  }

  /** α(s, a) of the last step. */
  double stepSize() {
    return stepSize;
  }

  /** How many pairs of all tables were visited. */
  int visitedPairs() {
    int sum = 0;
    for (LearningTable table : tables) {
      sum += table.visitedPairs();
    }
    return sum;
  }

  @Override
  public void save(Snapshot snapshot) {
    snapshot.put("updates", updates);
    tableChoice.save(snapshot.scope("table-choice"));
    for (int i = 0; i < tables.length; i++) {
      tables[i].save(snapshot.scope("table-" + i));
    }
  }

  @Override
  public void restore(Snapshot snapshot) {
    updates = snapshot.oneLong("updates");
    tableChoice.restore(snapshot.scope("table-choice"));
    for (int i = 0; i < tables.length; i++) {
      tables[i].restore(snapshot.scope("table-" + i));
    }
  }
}
