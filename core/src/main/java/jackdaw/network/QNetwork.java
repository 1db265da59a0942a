package jackdaw.network;

import jackdaw.nn.ParameterVector;
import jackdaw.nn.ParameterVector.Segment;
import jackdaw.nn.RecurrentCell.Unrolled;
import jackdaw.random.RandomStream;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Action values Q(s, ·) of one observation: a body, and an output for each action, or for each
 * action
 * several that describe the distribution of its return ({@link ReturnDistribution}). There may be
 * two
 * estimators with parameters of their own, one after the other in the vector. Weights and biases of
 * linear layers start uniform in ±1 / √inputs, as in PyTorch, with which most published settings
 * were
 * found; those of convolutions start as in {@link Bodies}.
 */
public final class QNetwork {
  private final Space observationSpace;
  private final Discrete actionSpace;
  private final ReturnDistribution distribution;
  private final List<Estimator> estimators = new ArrayList<>();
  private final List<Integer> starts = new ArrayList<>();
  private final ParameterVector parameters;
  private final ParameterVector noise;

  /** One network. */
  private record Estimator(
      Body body,
      UnaryOperator<Tensor> advantage,
      @Nullable UnaryOperator<Tensor> value) {}

  /**
   * Networks at the start of training.
   *
   * @param estimators how many; 1 or 2
   * @throws IllegalArgumentException if the settings do not fit the spaces; one line says why
   */
  public QNetwork(
      Space observationSpace,
      Space actionSpace,
      QNetworkConfig settings,
      ReturnDistribution distribution,
      int estimators,
      RandomStream random) {
    this(observationSpace, actionSpace, settings, null, distribution, estimators, random);
  }

  /**
   * Networks at the start of training with a body of the caller's own.
   *
   * @param body makes all layers but the outputs, and the streams' own with dueling; null is as the
   *     settings say
   */
  public QNetwork(
      Space observationSpace,
      Space actionSpace,
      QNetworkConfig settings,
      @Nullable BodyFactory body,
      ReturnDistribution distribution,
      int estimators,
      RandomStream random) {
    if (!(actionSpace instanceof Discrete discrete)) {
      throw new IllegalArgumentException(
          "action values are for Discrete actions, and the action space is %s: choose an algorithm"
              .formatted(actionSpace)
              + " for such actions, such as ppo");
    }
    this.observationSpace = observationSpace;
    this.actionSpace = discrete;
    this.distribution = distribution;
    ParameterVector.Builder builder = new ParameterVector.Builder();
    ParameterVector.Builder noiseBuilder = new ParameterVector.Builder();
    for (int i = 0; i < estimators; i++) {
      starts.add(builder.size());
      this.estimators.add(
          estimator(builder, noiseBuilder, estimators == 1 ? "q" : "q" + (i + 1), settings, body));
    }
    starts.add(builder.size());
    parameters = builder.build(random);
    noise = noiseBuilder.build(random);
  }

  private Estimator estimator(
      ParameterVector.Builder builder,
      ParameterVector.Builder noiseBuilder,
      String name,
      QNetworkConfig settings,
      @Nullable BodyFactory own) {
    QLayers layers = new QLayers(builder, noiseBuilder, settings);
    List<Integer> hidden = settings.hiddenSizes();
    // Each stream has the last hidden layer for itself.
    int split = hidden.size() - (settings.dueling() && !hidden.isEmpty() ? 1 : 0);
    Body body =
        own != null
            ? own.create(builder, name, observationSpace)
            : body(builder, layers, name, settings, hidden.subList(0, split));
    List<Integer> last = own != null ? List.of() : hidden.subList(split, hidden.size());
    int outputs = Math.multiplyExact(actionSpace.count(), distribution.atoms());
    return new Estimator(
        body,
        stream(layers, name + (settings.dueling() ? ".advantage" : ""), body, last, outputs),
        settings.dueling()
            ? stream(layers, name + ".value", body, last, distribution.atoms())
            : null);
  }

  private static UnaryOperator<Tensor> stream(
      QLayers layers, String name, Body body, List<Integer> hidden, int outputs) {
    UnaryOperator<Tensor> before = layers.hidden(name, body.width(), hidden);
    int width = hidden.isEmpty() ? body.width() : hidden.getLast();
    UnaryOperator<Tensor> output = layers.output(name + ".output", width, outputs);
    return x -> output.apply(before.apply(x));
  }

  private Body body(
      ParameterVector.Builder builder,
      QLayers layers,
      String name,
      QNetworkConfig settings,
      List<Integer> hidden) {
    Body encoder =
        Bodies.of(settings.asNetwork(List.of())).create(builder, name, observationSpace);
    UnaryOperator<Tensor> after = layers.hidden(name, encoder.width(), hidden);
    int width = hidden.isEmpty() ? encoder.width() : hidden.getLast();
    return new Body() {
      @Override
      public int width() {
        return width;
      }

      @Override
      public Unrolled apply(Tensor observations, Tensor state, Tensor continues) {
        Tensor encoded = encoder.apply(observations, state, continues).outputs();
        return new Unrolled(after.apply(encoded), state);
      }
    };
  }

  /** What one observation is. */
  public Space observationSpace() {
    return observationSpace;
  }

  /** What one action is. */
  public Discrete actionSpace() {
    return actionSpace;
  }

  /** How an action's outputs describe its return. */
  public ReturnDistribution distribution() {
    return distribution;
  }

  /** How many estimators there are. */
  public int estimators() {
    return estimators.size();
  }

  /** All weights and biases. */
  public ParameterVector parameters() {
    return parameters;
  }

  /** The parameters of one estimator. */
  public Segment segment(int estimator) {
    return parameters.segment(starts.get(estimator), starts.get(estimator + 1));
  }

  /** f(ε) of all noisy layers; none where they are plain. See {@link #drawNoise}. */
  public ParameterVector noise() {
    return noise;
  }

  /** Draws f(ε) = sgn(ε) √|ε| with normal ε for all noisy layers. */
  public void drawNoise(RandomStream random) {
    float[] values = noise.values();
    for (int i = 0; i < values.length; i++) {
      double normal = random.nextGaussian();
      values[i] = (float) Math.copySign(Math.sqrt(Math.abs(normal)), normal);
    }
  }

  /**
   * What an estimator says of every action, [rows, actions · atoms], one action after the other.
   *
   * @param observations [rows, observation size]
   * @param masks [rows, actions], 1 where legal; null if all are
   */
  public Tensor outputs(int estimator, Tensor observations, @Nullable Tensor masks) {
    Estimator network = estimators.get(estimator);
    // without a memory neither state nor continues is used
    Tensor encoded =
        network.body.apply(observations, observations, observations).outputs();
    Tensor advantages = network.advantage.apply(encoded);
    if (network.value == null) {
      return advantages;
    }
    Tensor value = network.value.apply(encoded);
    int atoms = distribution.atoms();
    if (atoms == 1) {
      return advantages.plus(value.minus(LegalValues.of(advantages, masks).mean()));
    }
    int actions = actionSpace.count();
    List<Tensor> means = new ArrayList<>();
    for (int atom = 0; atom < atoms; atom++) {
      List<Tensor> ofActions = new ArrayList<>();
      for (int action = 0; action < actions; action++) {
        int column = action * atoms + atom;
        ofActions.add(advantages.columns(column, column + 1));
      }
      means.add(LegalValues.of(Tensor.concatenateColumns(ofActions), masks).mean());
    }
    Tensor shift = value.minus(Tensor.concatenateColumns(means));
    List<Tensor> all = new ArrayList<>();
    for (int action = 0; action < actions; action++) {
      all.add(advantages.columns(action * atoms, (action + 1) * atoms).plus(shift));
    }
    return Tensor.concatenateColumns(all);
  }

  /** The expected return of every action that outputs describe, [rows, actions]. */
  public Tensor values(Tensor outputs) {
    int atoms = distribution.atoms();
    if (atoms == 1) {
      return outputs;
    }
    List<Tensor> values = new ArrayList<>();
    for (int action = 0; action < actionSpace.count(); action++) {
      values.add(
          distribution.mean(outputs.columns(action * atoms, (action + 1) * atoms)));
    }
    return Tensor.concatenateColumns(values);
  }

  /**
   * What outputs say of one action of each row, [rows, atoms].
   *
   * @param actions [rows, 1]
   */
  public Tensor pick(Tensor outputs, Tensor actions) {
    int atoms = distribution.atoms();
    if (atoms == 1) {
      return outputs.pick(actions);
    }
    List<Tensor> picked = new ArrayList<>();
    for (int atom = 0; atom < atoms; atom++) {
      picked.add(outputs.pick(actions.times(atoms).plus(atom)));
    }
    return Tensor.concatenateColumns(picked);
  }

  /** Q(s, ·) to act on, the mean over the estimators, [rows, actions]. */
  public Tensor values(Tensor observations, @Nullable Tensor masks) {
    Tensor first = values(outputs(0, observations, masks));
    return estimators.size() == 1
        ? first
        : first.plus(values(outputs(1, observations, masks))).times(0.5);
  }
}
