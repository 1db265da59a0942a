package jackdaw.collector;

import jackdaw.environment.Transitions;
import jackdaw.environment.VectorEnvironment;
import jackdaw.experience.EpisodeStatistics;
import jackdaw.experience.Replay;
import jackdaw.metric.Timings;
import jackdaw.network.QNetwork;
import jackdaw.policy.ActionValues;
import jackdaw.policy.EpsilonGreedy;
import jackdaw.random.RandomStream;
import jackdaw.state.Snapshot;
import jackdaw.state.Stateful;
import java.util.Arrays;
import java.util.function.LongToDoubleFunction;

/**
 * Lets the ε-greedy policy of a {@link QNetwork} act in environments and puts what happens into a
 * replay.
 * It also measures how right the values are: the largest value of each episode's first observation,
 * and
 * the discounted return that the episode then had.
 */
public final class ReplayCollector implements Stateful {
  private final QNetwork network;
  private final VectorEnvironment environment;
  private final Replay replay;
  private final EpisodeStatistics episodes;
  private final double discount;
  private final LongToDoubleFunction epsilon;
  private final EpsilonGreedy choice;
  private final RandomStream noise;
  private final ActionValues actionValues;
  private final Transitions transitions;
  private final float[] observations;
  private final float[] masks;
  private final float[] actions;
  private final float[] values;
  private final boolean[] explores;
  private final boolean[] starts;

  /** Of each environment's episode: its first value (NaN if it was not computed), and γᵗ so far. */
  private final double[] startValues;

  private final double[] returns;
  private final double[] weights;
  private Timings timings = Timings.OFF;
  private long steps;
  private double startValueSum;
  private double returnSum;
  private int measured;

  /**
   * Starts the first episodes.
   *
   * @param discount γ of the measured returns
   * @param epsilon ε after so many environment steps
   */
  public ReplayCollector(
      QNetwork network,
      VectorEnvironment environment,
      Replay replay,
      EpisodeStatistics episodes,
      double discount,
      LongToDoubleFunction epsilon,
      RandomStream random) {
    this.network = network;
    this.environment = environment;
    this.replay = replay;
    this.episodes = episodes;
    this.discount = discount;
    this.epsilon = epsilon;
    choice = new EpsilonGreedy(random.split("actions"));
    noise = random.split("action-noise");
    int count = environment.count();
    actionValues = new ActionValues(network, count, environment.maskSize() > 0);
    int size = environment.observationSpace().size();
    transitions = new Transitions(count, size, environment.maskSize());
    observations = new float[count * size];
    masks = new float[count * environment.maskSize()];
    actions = new float[count];
    values = new float[count * network.actionSpace().count()];
    explores = new boolean[count];
    starts = new boolean[count];
    startValues = new double[count];
    returns = new double[count];
    weights = new double[count];
    Arrays.fill(starts, true);
    environment.reset(random.split("environments").nextLong(), observations);
    environment.masks(masks, 0);
    replay.start(observations, masks);
  }

  /** Environment steps so far, over all copies. */
  public long steps() {
    return steps;
  }

  /** Reports from now on where time goes. */
  public void time(Timings clock) {
    timings = clock;
  }

  /**
   * Takes steps of all environments.
   *
   * @param count environment steps, over all copies; rounded up to whole steps of all
   */
  public void collect(int count) {
    timings.enter(OnPolicyCollector.INFERENCE);
    actionValues.load();
    for (int taken = 0; taken < count; taken += environment.count()) {
      act(epsilon.applyAsDouble(steps));
      timings.enter(OnPolicyCollector.ENVIRONMENT);
      environment.step(actions, transitions);
      steps += environment.count();
      environment.masks(masks, 0);
      replay.add(actions, transitions, masks);
      episodes.add(transitions, steps);
      measure();
      System.arraycopy(transitions.observations, 0, observations, 0, observations.length);
      timings.enter(OnPolicyCollector.INFERENCE);
    }
  }

  private void act(double probability) {
    boolean needsValues = false;
    for (int i = 0; i < explores.length; i++) {
      explores[i] = choice.explores(probability);
      needsValues |= !explores[i] || (starts[i] && probability < 1);
    }
    if (needsValues) {
      if (network.noise().size() > 0) {
        network.drawNoise(noise);
        actionValues.load();
      }
      actionValues.compute(observations, masks, explores.length, values);
    }
    int count = network.actionSpace().count();
    for (int i = 0; i < explores.length; i++) {
      int at = i * count;
      if (starts[i]) {
        startValues[i] =
            probability < 1
                ? values[at + EpsilonGreedy.best(values, at, count, masks, at)]
                : Double.NaN;
        returns[i] = 0;
        weights[i] = 1;
      }
      actions[i] =
          explores[i]
              ? choice.any(count, masks, at)
              : EpsilonGreedy.best(values, at, count, masks, at);
    }
  }

  private void measure() {
    for (int i = 0; i < explores.length; i++) {
      returns[i] += weights[i] * transitions.rewards[i];
      weights[i] *= discount;
      starts[i] = transitions.ended(i);
      if (starts[i] && !Double.isNaN(startValues[i])) {
        startValueSum += startValues[i];
        returnSum += returns[i];
        measured++;
      }
    }
  }

  /** Forgets the episodes measured so far. */
  public void beginMeasuring() {
    startValueSum = 0;
    returnSum = 0;
    measured = 0;
  }

  /**
   * The mean of the largest values of first observations, of the episodes measured; NaN if none.
   */
  public double startValue() {
    return startValueSum / measured;
  }

  /** The mean discounted return of the same episodes. */
  public double discountedReturn() {
    return returnSum / measured;
  }

  @Override
  public void save(Snapshot snapshot) {
    environment.save(snapshot.scope("environment"));
    choice.save(snapshot.scope("actions"));
    noise.save(snapshot.scope("action-noise"));
    snapshot.put("observations", observations);
    snapshot.put("steps", steps);
    snapshot.put("start-values", startValues);
    snapshot.put("returns", returns);
    snapshot.put("weights", weights);
    byte[] first = new byte[starts.length];
    for (int i = 0; i < first.length; i++) {
      first[i] = (byte) (starts[i] ? 1 : 0);
    }
    snapshot.put("starts", first);
  }

  @Override
  public void restore(Snapshot snapshot) {
    environment.restore(snapshot.scope("environment"));
    choice.restore(snapshot.scope("actions"));
    noise.restore(snapshot.scope("action-noise"));
    snapshot.copyTo("observations", observations);
    environment.masks(masks, 0);
    steps = snapshot.oneLong("steps");
    snapshot.copyTo("start-values", startValues);
    snapshot.copyTo("returns", returns);
    snapshot.copyTo("weights", weights);
    byte[] first = snapshot.bytes("starts", starts.length);
    for (int i = 0; i < first.length; i++) {
      starts[i] = first[i] != 0;
    }
  }
}
