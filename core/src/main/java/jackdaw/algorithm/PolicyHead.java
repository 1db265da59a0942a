package jackdaw.algorithm;

import jackdaw.distribution.Categorical;
import jackdaw.distribution.DiagonalGaussian;
import jackdaw.distribution.Distribution;
import jackdaw.distribution.GumbelNoise;
import jackdaw.nn.Initializer;
import jackdaw.nn.ParameterVector;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import jackdaw.tensor.Tensor;

/** What stands between the outputs of a policy network and actions of one kind of space. */
sealed interface PolicyHead {
  /** How many outputs the network needs. */
  int outputs();

  /** The distribution over actions that outputs [batch, {@link #outputs}] describe. */
  Distribution distribution(Tensor outputs);

  /** Fills an array with random numbers to draw actions with, {@link #outputs} for each. */
  void fillNoise(float[] noise, RandomStream random);

  /** What draws actions, with the present values of the head's own parameters. */
  Sampler sampler(ParameterVector parameters);

  /** The most likely action for one row of outputs. */
  void mode(float[] outputs, int outputsAt, float[] actions, int actionsAt);

  /**
   * The head that fits an action space.
   *
   * @param parameters where a head keeps parameters of its own
   * @param initialLogStd where log σ of a continuous policy starts
   */
  static PolicyHead of(
      Space actionSpace, ParameterVector.Builder parameters, double initialLogStd) {
    return switch (actionSpace) {
      case Discrete discrete -> new CategoricalHead(discrete.count());
      case Box box ->
          new GaussianHead(
              box,
              parameters.add(
                  GaussianHead.LOG_STD, 1, box.size(), Initializer.constant(initialLogStd)));
    };
  }

  /** Draws actions. */
  interface Sampler {
    /** Draws one action, with the numbers of one row of outputs and one of noise. */
    void sample(
        float[] outputs, int outputsAt, float[] noise, int noiseAt, float[] actions, int actionsAt);
  }

  /** One logit for each class. */
  record CategoricalHead(int classes) implements PolicyHead {
    @Override
    public int outputs() {
      return classes;
    }

    @Override
    public Distribution distribution(Tensor outputs) {
      return new Categorical(outputs);
    }

    @Override
    public void fillNoise(float[] noise, RandomStream random) {
      GumbelNoise.fill(noise, random);
    }

    @Override
    public Sampler sampler(ParameterVector parameters) {
      return (outputs, outputsAt, noise, noiseAt, actions, actionsAt) -> actions[actionsAt] =
          Categorical.sample(outputs, outputsAt, classes, noise, noiseAt);
    }

    @Override
    public void mode(float[] outputs, int outputsAt, float[] actions, int actionsAt) {
      actions[actionsAt] = Categorical.mode(outputs, outputsAt, classes);
    }
  }

  /** The mean of each value; the standard deviations are parameters that no observation changes. */
  record GaussianHead(Box space, Tensor logStandardDeviation) implements PolicyHead {
    static final String LOG_STD = "policy.log-std";

    @Override
    public int outputs() {
      return space.size();
    }

    @Override
    public Distribution distribution(Tensor outputs) {
      return new DiagonalGaussian(outputs, logStandardDeviation);
    }

    @Override
    public void fillNoise(float[] noise, RandomStream random) {
      for (int i = 0; i < noise.length; i++) {
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
  }
}
