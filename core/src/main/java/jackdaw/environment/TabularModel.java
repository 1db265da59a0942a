package jackdaw.environment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A Markov decision process with finitely many states and actions and known probabilities: what
 * value iteration needs, and enough to play it.
 *
 * <p>States and actions are numbered from 0. An action in a state has outcomes, each with a
 * probability p(s′, r | s, a), a next state, a reward, and whether it ends the episode. Outcomes
 * are numbered through the whole model; those of one action in one state are consecutive, in the
 * order in which they were added.
 */
public final class TabularModel {
  private static final double SUM_TOLERANCE = 1e-9;

  private final int states;
  private final int actions;
  private final double[] starts;

  /** Cumulative start probabilities, up to and including each state. */
  private final double[] startSums;

  /** The first outcome of each state and action, [states · actions + 1]. */
  private final int[] first;

  private final double[] probabilities;

  /** Cumulative probabilities within each action's outcomes, up to and including each outcome. */
  private final double[] sums;

  private final int[] next;
  private final double[] rewards;
  private final boolean[] ends;

  /** The number of the observation in each state. */
  private final int[] observations;

  private TabularModel(Builder builder) {
    states = builder.states;
    actions = builder.actions;
    starts = builder.starts.clone();
    observations = builder.observations.clone();
    startSums = new double[states];
    double sum = 0;
    for (int state = 0; state < states; state++) {
      sum += starts[state];
      startSums[state] = sum;
    }
    requireOne("the start states", sum);
    builder.outcomes.sort(Comparator.comparingInt(Outcome::row));
    int count = builder.outcomes.size();
    first = new int[states * actions + 1];
    probabilities = new double[count];
    sums = new double[count];
    next = new int[count];
    rewards = new double[count];
    ends = new boolean[count];
    int at = 0;
    for (int row = 0; row < states * actions; row++) {
      first[row] = at;
      sum = 0;
      for (; at < count && builder.outcomes.get(at).row == row; at++) {
        Outcome outcome = builder.outcomes.get(at);
        sum += outcome.probability;
        probabilities[at] = outcome.probability;
        sums[at] = sum;
        next[at] = outcome.next;
        rewards[at] = outcome.reward;
        ends[at] = outcome.ends;
      }
      if (builder.illegal[row]) {
        requireNoOutcome(row, first[row] == at);
      } else {
        requireOne("action %d in state %d".formatted(row % actions, row / actions), sum);
      }
    }
    first[states * actions] = count;
    for (int state = 0; state < states; state++) {
      requireLegalAction(state);
    }
  }

  private void requireNoOutcome(int row, boolean none) {
    if (!none) {
      throw new IllegalArgumentException(
          "action %d in state %d is illegal and has outcomes: give it one or the other"
              .formatted(row % actions, row / actions));
    }
  }

  private void requireLegalAction(int state) {
    if (first[state * actions] == first[(state + 1) * actions]) {
      throw new IllegalArgumentException(
          "state %d has no legal action: give at least one action outcomes".formatted(state));
    }
  }

  private static void requireOne(String what, double sum) {
    if (!(Math.abs(sum - 1) <= SUM_TOLERANCE)) {
      throw new IllegalArgumentException(
          "the probabilities of %s sum to %s: they have to sum to 1".formatted(what, sum));
    }
  }

  /** Returns the number of states. */
  public int states() {
    return states;
  }

  /** Returns the number of actions. */
  public int actions() {
    return actions;
  }

  /** Returns whether an action is possible in a state; an impossible one has no outcomes. */
  public boolean isLegal(int state, int action) {
    return firstOutcome(state, action) < endOutcome(state, action);
  }

  /**
   * Returns the number of the observation in a state; by default that of the state. Observations of
   * several parts are numbered with the last part changing fastest.
   */
  public int observation(int state) {
    return observations[state];
  }

  /** Returns the probability that an episode starts in a state. */
  public double startProbability(int state) {
    return starts[state];
  }

  /** Returns the number of an action's first outcome. */
  public int firstOutcome(int state, int action) {
    return first[state * actions + action];
  }

  /** Returns one more than the number of an action's last outcome. */
  public int endOutcome(int state, int action) {
    return first[state * actions + action + 1];
  }

  /** Returns the probability of an outcome, given its state and action. */
  public double probability(int outcome) {
    return probabilities[outcome];
  }

  /** Returns the state that an outcome leads to. */
  public int next(int outcome) {
    return next[outcome];
  }

  /** Returns the reward of an outcome. */
  public double reward(int outcome) {
    return rewards[outcome];
  }

  /** Returns whether an outcome ends the episode, so that no reward can follow. */
  public boolean ends(int outcome) {
    return ends[outcome];
  }

  /** Says of each state whether an episode can come to it and go on, by any actions. */
  public boolean[] reachable() {
    boolean[] reached = new boolean[states];
    int[] queue = new int[states];
    int count = 0;
    for (int state = 0; state < states; state++) {
      if (starts[state] > 0) {
        reached[state] = true;
        queue[count++] = state;
      }
    }
    for (int i = 0; i < count; i++) {
      int end = first[(queue[i] + 1) * actions];
      for (int outcome = first[queue[i] * actions]; outcome < end; outcome++) {
        if (!ends[outcome] && !reached[next[outcome]]) {
          reached[next[outcome]] = true;
          queue[count++] = next[outcome];
        }
      }
    }
    return reached;
  }

  /**
   * Returns the start state for a uniform random number.
   *
   * @param draw in [0, 1)
   */
  public int drawStart(double draw) {
    return firstAbove(startSums, 0, states, draw);
  }

  /**
   * Returns the outcome for a uniform random number.
   *
   * @param action one that is legal in the state
   * @param draw in [0, 1)
   */
  public int drawOutcome(int state, int action, double draw) {
    return firstAbove(sums, firstOutcome(state, action), endOutcome(state, action), draw);
  }

  /** Returns the last index if rounding has left the sums slightly below the draw. */
  private static int firstAbove(double[] sums, int from, int to, double draw) {
    for (int i = from; i < to - 1; i++) {
      if (sums[i] > draw) {
        return i;
      }
    }
    return to - 1;
  }

  /**
   * Creates a builder.
   *
   * @throws IllegalArgumentException if a number is below 1
   */
  public static Builder builder(int states, int actions) {
    return new Builder(states, actions);
  }

  /** One outcome; {@code row} numbers the pairs of state and action, state by state. */
  private record Outcome(int row, double probability, int next, double reward, boolean ends) {}

  /** Collects the parts of a model. */
  public static final class Builder {
    private final int states;
    private final int actions;
    private final double[] starts;
    private final int[] observations;
    private final boolean[] illegal;
    private final List<Outcome> outcomes = new ArrayList<>();

    private Builder(int states, int actions) {
      if (states < 1 || actions < 1) {
        throw new IllegalArgumentException(
            "a model of %d states and %d actions is not possible: use 1 or more of each"
                .formatted(states, actions));
      }
      this.states = states;
      this.actions = actions;
      illegal = new boolean[Math.multiplyExact(states, actions)];
      starts = new double[states];
      observations = new int[states];
      Arrays.setAll(observations, state -> state);
    }

    /** Adds to the probability that episodes start in a state. */
    public Builder start(int state, double probability) {
      starts[require("state", state, states)] += probability;
      return this;
    }

    /**
     * Adds an outcome.
     *
     * @param probability its probability given state and action; above 0
     * @param next the state that it leads to
     * @param reward finite
     * @param ends whether it ends the episode
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Builder outcome(
        int state, int action, double probability, int next, double reward, boolean ends) {
      if (!(probability > 0 && probability <= 1 + SUM_TOLERANCE) || !Double.isFinite(reward)) {
        throw new IllegalArgumentException(
            "an outcome of probability %s and reward %s is not possible: use (0, 1] and a finite reward"
                .formatted(probability, reward));
      }
      int row = require("state", state, states) * actions + require("action", action, actions);
      outcomes.add(
          new Outcome(row, probability, require("next state", next, states), reward, ends));
      return this;
    }

    /**
     * Marks an action as not possible in a state; it must have no outcomes there.
     *
     * @throws IllegalArgumentException if there is no such state or action
     */
    public Builder illegal(int state, int action) {
      illegal[require("state", state, states) * actions + require("action", action, actions)] =
          true;
      return this;
    }

    /**
     * Sets the number of the observation in a state, which is by default that of the state.
     *
     * @param number number of the observation, from 0; several states may share one
     * @throws IllegalArgumentException if there is no such state or the number is below 0
     */
    public Builder observation(int state, int number) {
      if (number < 0) {
        throw new IllegalArgumentException(
            "observation %d is not possible: use 0 or more".formatted(number));
      }
      observations[require("state", state, states)] = number;
      return this;
    }

    private static int require(String what, int value, int count) {
      if (value < 0 || value >= count) {
        throw new IllegalArgumentException(
            "%s %d is not in the model: it has 0 to %d".formatted(what, value, count - 1));
      }
      return value;
    }

    /**
     * Creates the model.
     *
     * @throws IllegalArgumentException if the probabilities of the start states, or of a legal
     *     action in a state, do not sum to 1; or if a state has no legal action
     */
    public TabularModel build() {
      return new TabularModel(this);
    }
  }
}
