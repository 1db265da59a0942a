package jackdaw.network;

import jackdaw.distribution.Bernoulli;
import jackdaw.distribution.Categorical;
import jackdaw.distribution.DiagonalGaussian;
import jackdaw.distribution.Distribution;
import jackdaw.distribution.GumbelNoise;
import jackdaw.distribution.MultiCategorical;
import jackdaw.distribution.SquashedGaussian;
import jackdaw.nn.Initializer;
import jackdaw.nn.ParameterVector;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Dictionary;
import jackdaw.space.Discrete;
import jackdaw.space.MultiBinary;
import jackdaw.space.MultiDiscrete;
import jackdaw.space.Space;
import jackdaw.tensor.Tensor;
import java.util.List;

/**
 * What stands between the outputs of a policy network and actions of one kind of space. Masks are
 * applied to the outputs: whatever is made of masked outputs then keeps to them.
 */
public sealed interface PolicyHead {
  /** How many outputs the network needs. */
  int outputs();

  /** The distribution over actions that outputs [batch, {@link #outputs}] describe. */
  Distribution distribution(Tensor outputs);

  /**
   * Outputs that give illegal actions probability exactly 0, and no derivative to what is masked.
   *
   * @param masks [batch, mask size], 1 where legal and 0 elsewhere; see {@link Space#choices}
   */
  Tensor mask(Tensor outputs, Tensor masks);

  /** {@link #mask(Tensor, Tensor)} for one row, in place. */
  void mask(float[] outputs, int outputsAt, float[] masks, int masksAt);

  /**
   * Fills {@code noise[from]} to {@code noise[to − 1]} with random numbers to draw actions with,
   * {@link #outputs} for each.
   */
  void fillNoise(float[] noise, int from, int to, RandomStream random);

  /** What draws actions, with the present values of the head's own parameters. */
  Sampler sampler(ParameterVector parameters);

  /** The most likely action for one row of outputs, as the environment gets it. */
  void mode(float[] outputs, int outputsAt, float[] actions, int actionsAt);

  /** Turns actions as drawn into what the environment gets, in place, [rows, action size]. */
  void bound(float[] actions);

  /**
   * Turns what the environment gets into actions as drawn, in place, [rows, action size]: the
   * inverse of {@link #bound} within the bounds. A value that was clipped to its bound stays there.
   */
  void unbound(float[] actions);

  /**
   * The head that fits an action space.
   *
   * @param parameters where a head keeps parameters of its own
   * @param initialLogStd where log σ of a continuous policy starts
   * @param squash whether continuous actions are squashed into their bounds instead of clipped
   * @throws IllegalArgumentException if there is none, or nothing to squash
   */
  static PolicyHead of(
      Space actionSpace,
      ParameterVector.Builder parameters,
      double initialLogStd,
      boolean squash) {
    if (squash && !(actionSpace instanceof Box)) {
      throw new IllegalArgumentException(
          "squashed actions are for a Box, and the action space is %s: leave squash-actions off"
              .formatted(actionSpace));
    }
    return switch (actionSpace) {
      case Discrete discrete -> new CategoricalHead(discrete.choices());
      case MultiDiscrete multi -> new CategoricalHead(multi.choices());
      case MultiBinary bits -> new BernoulliHead(bits.size());
      case Box box -> gaussian(box, parameters, initialLogStd, squash);
      case Dictionary dictionary -> throw new IllegalArgumentException(
          "actions of %s are not possible: use MultiDiscrete, MultiBinary or Box"
              .formatted(dictionary));
    };
  }

  private static PolicyHead gaussian(
      Box box, ParameterVector.Builder parameters, double initialLogStd, boolean squash) {
    if (squash) {
      SquashedHead.requireBounds(box);
    }
    GaussianHead gaussian =
        new GaussianHead(
            box,
            parameters.add(
                GaussianHead.LOG_STD, 1, box.size(), Initializer.constant(initialLogStd)));
    return squash ? new SquashedHead(gaussian) : gaussian;
  }

  /** Draws actions. */
  interface Sampler {
    /** Draws one action, with the numbers of one row of outputs and one of noise. */
    void sample(
        float[] outputs, int outputsAt, float[] noise, int noiseAt, float[] actions, int actionsAt);
  }

  /** One logit for each class of each choice. */
  final class CategoricalHead implements PolicyHead {
    private final int[] counts;
    private final List<Integer> choices;
    private final int outputs;

    CategoricalHead(List<Integer> choices) {
      this.choices = choices;
      counts = choices.stream().mapToInt(Integer::intValue).toArray();
      outputs = choices.stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public int outputs() {
      return outputs;
    }

    @Override
    public Distribution distribution(Tensor logits) {
      return counts.length == 1
          ? new Categorical(logits)
          : MultiCategorical.of(logits, choices);
    }

    @Override
    public Tensor mask(Tensor logits, Tensor masks) {
      return Categorical.mask(logits, masks);
    }

    @Override
    public void mask(float[] logits, int logitsAt, float[] masks, int masksAt) {
      Categorical.mask(logits, logitsAt, outputs, masks, masksAt);
    }

    @Override
    public void fillNoise(float[] noise, int from, int to, RandomStream random) {
      GumbelNoise.fill(noise, from, to, random);
    }

    @Override
    public Sampler sampler(ParameterVector parameters) {
      return (logits, logitsAt, noise, noiseAt, actions, actionsAt) -> {
        int from = 0;
        for (int i = 0; i < counts.length; i++) {
          actions[actionsAt + i] =
              Categorical.sample(logits, logitsAt + from, counts[i], noise, noiseAt + from);
          from += counts[i];
        }
      };
    }

    @Override
    public void mode(float[] logits, int logitsAt, float[] actions, int actionsAt) {
      int from = logitsAt;
      for (int i = 0; i < counts.length; i++) {
        actions[actionsAt + i] = Categorical.mode(logits, from, counts[i]);
        from += counts[i];
      }
    }

    @Override
    public void bound(float[] actions) {}

    @Override
    public void unbound(float[] actions) {}
  }

  /** One logit for each bit. */
  record BernoulliHead(int outputs) implements PolicyHead {
    @Override
    public Distribution distribution(Tensor logits) {
      return new Bernoulli(logits);
    }

    @Override
    public Tensor mask(Tensor logits, Tensor masks) {
      return Bernoulli.mask(logits, masks);
    }

    @Override
    public void mask(float[] logits, int logitsAt, float[] masks, int masksAt) {
      Bernoulli.mask(logits, logitsAt, outputs, masks, masksAt);
    }

    @Override
    public void fillNoise(float[] noise, int from, int to, RandomStream random) {
      Bernoulli.fillNoise(noise, from, to, random);
    }

    @Override
    public Sampler sampler(ParameterVector parameters) {
      return (logits, logitsAt, noise, noiseAt, actions, actionsAt) -> {
        for (int i = 0; i < outputs; i++) {
          actions[actionsAt + i] = Bernoulli.sample(logits[logitsAt + i], noise[noiseAt + i]);
        }
      };
    }

    @Override
    public void mode(float[] logits, int logitsAt, float[] actions, int actionsAt) {
      for (int i = 0; i < outputs; i++) {
        actions[actionsAt + i] = Bernoulli.mode(logits[logitsAt + i]);
      }
    }

    @Override
    public void bound(float[] actions) {}

    @Override
    public void unbound(float[] actions) {}
  }

  /**
   * The mean of each value; the standard deviations are parameters that no observation changes.
   * Actions are clipped to their bounds for the environment alone.
   */
  record GaussianHead(Box space, Tensor logStandardDeviation) implements PolicyHead {
    static final String LOG_STD = "policy.log-std";

    @Override
    public int outputs() {
      return space.size();
    }

    @Override
    public DiagonalGaussian distribution(Tensor outputs) {
      return new DiagonalGaussian(outputs, logStandardDeviation);
    }

    @Override
    public Tensor mask(Tensor outputs, Tensor masks) {
      throw notMaskable();
    }

    @Override
    public void mask(float[] outputs, int outputsAt, float[] masks, int masksAt) {
      throw notMaskable();
    }

    private IllegalArgumentException notMaskable() {
      return new IllegalArgumentException("actions of %s cannot be masked".formatted(space));
    }

    @Override
    public void fillNoise(float[] noise, int from, int to, RandomStream random) {
      for (int i = from; i < to; i++) {
        noise[i] = (float) random.nextGaussian();
      }
    }

    @Override
    public Sampler sampler(ParameterVector parameters) {
      int size = space.size();
      float[] values = parameters.values();
      int logStd = parameters.offset(logStandardDeviation);
      return (outputs, outputsAt, noise, noiseAt, actions, actionsAt) -> {
        for (int i = 0; i < size; i++) {
          double deviation = Math.exp(values[logStd + i]);
          actions[actionsAt + i] =
              (float) (outputs[outputsAt + i] + deviation * noise[noiseAt + i]);
        }
      };
    }

    @Override
    public void mode(float[] outputs, int outputsAt, float[] actions, int actionsAt) {
      for (int i = 0; i < space.size(); i++) {
        actions[actionsAt + i] =
            Math.clamp(outputs[outputsAt + i], space.low(i), space.high(i));
      }
    }

    @Override
    public void bound(float[] actions) {
      for (int i = 0; i < actions.length; i++) {
        int index = i % space.size();
        actions[i] = Math.clamp(actions[i], space.low(index), space.high(index));
      }
    }

    @Override
    public void unbound(float[] actions) {}
  }

  /** As {@link GaussianHead} for what tanh then squashes into the bounds. */
  record SquashedHead(GaussianHead gaussian) implements PolicyHead {
    static void requireBounds(Box box) {
      for (int i = 0; i < box.size(); i++) {
        float width = box.high(i) - box.low(i);
        if (!(width > 0 && width < Float.POSITIVE_INFINITY)) {
          throw new IllegalArgumentException(
              "squashed actions need finite bounds, and value %d of %s has %s to %s: leave"
                  .formatted(i, box, box.low(i), box.high(i))
                  + " squash-actions off");
        }
      }
    }

    @Override
    public int outputs() {
      return gaussian.outputs();
    }

    @Override
    public Distribution distribution(Tensor outputs) {
      Box box = gaussian.space;
      double logScale = 0;
      for (int i = 0; i < box.size(); i++) {
        logScale += Math.log(0.5 * ((double) box.high(i) - box.low(i)));
      }
      return new SquashedGaussian(gaussian.distribution(outputs), logScale);
    }

    @Override
    public Tensor mask(Tensor outputs, Tensor masks) {
      return gaussian.mask(outputs, masks);
    }

    @Override
    public void mask(float[] outputs, int outputsAt, float[] masks, int masksAt) {
      gaussian.mask(outputs, outputsAt, masks, masksAt);
    }

    @Override
    public void fillNoise(float[] noise, int from, int to, RandomStream random) {
      gaussian.fillNoise(noise, from, to, random);
    }

    @Override
    public Sampler sampler(ParameterVector parameters) {
      return gaussian.sampler(parameters);
    }

    /** The squashed mean, which is the median of each value. */
    @Override
    public void mode(float[] outputs, int outputsAt, float[] actions, int actionsAt) {
      Box box = gaussian.space;
      for (int i = 0; i < box.size(); i++) {
        actions[actionsAt + i] =
            SquashedGaussian.squash(outputs[outputsAt + i], box.low(i), box.high(i));
      }
    }

    @Override
    public void bound(float[] actions) {
      Box box = gaussian.space;
      for (int i = 0; i < actions.length; i++) {
        int index = i % box.size();
        actions[i] = SquashedGaussian.squash(actions[i], box.low(index), box.high(index));
      }
    }

    @Override
    public void unbound(float[] actions) {
      Box box = gaussian.space;
      for (int i = 0; i < actions.length; i++) {
        int index = i % box.size();
        actions[i] = SquashedGaussian.unsquash(actions[i], box.low(index), box.high(index));
      }
    }
  }
}
