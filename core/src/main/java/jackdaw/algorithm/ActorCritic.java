package jackdaw.algorithm;

import jackdaw.distribution.Distribution;
import jackdaw.nn.Activation;
import jackdaw.nn.Initializer;
import jackdaw.nn.Linear;
import jackdaw.nn.MultilayerPerceptron;
import jackdaw.nn.ParameterVector;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import jackdaw.tensor.Tensor;
import java.util.List;

/**
 * A policy network and a value network over the same observations, with hidden layers of their own or
 * shared. Weights start orthogonal with gain √2 in hidden layers, 0.01 before the actions (so that the
 * first policy is close to uniform) and 1 before the value; biases start at 0.
 */
public final class ActorCritic {
  private static final Initializer HIDDEN = Initializer.orthogonal(Math.sqrt(2));
  private static final Initializer POLICY = Initializer.orthogonal(0.01);
  private static final Initializer VALUE = Initializer.orthogonal(1);

  private final Space observationSpace;
  private final Space actionSpace;
  private final MultilayerPerceptron policyBody;
  private final MultilayerPerceptron valueBody;
  private final Linear policyOutput;
  private final Linear valueOutput;
  private final PolicyHead head;
  private final ParameterVector parameters;

  /**
   * Networks at the start of training.
   *
   * @param shared whether the two share their hidden layers
   * @param initialLogStd where log σ of a continuous policy starts
   */
  public ActorCritic(
      Space observationSpace,
      Space actionSpace,
      List<Integer> hiddenSizes,
      Activation activation,
      boolean shared,
      double initialLogStd,
      RandomStream random) {
    this.observationSpace = observationSpace;
    this.actionSpace = actionSpace;
    ParameterVector.Builder builder = new ParameterVector.Builder();
    int inputs = encodedSize(observationSpace);
    int width = hiddenSizes.isEmpty() ? inputs : hiddenSizes.get(hiddenSizes.size() - 1);
    policyBody =
        MultilayerPerceptron.create(
            builder, shared ? "shared" : "policy", inputs, hiddenSizes, activation, HIDDEN);
    head = PolicyHead.of(actionSpace, builder, initialLogStd);
    policyOutput = Linear.create(builder, "policy.output", width, head.outputs(), POLICY);
    valueBody =
        shared
            ? policyBody
            : MultilayerPerceptron.create(
                builder, "value", inputs, hiddenSizes, activation, HIDDEN);
    valueOutput = Linear.create(builder, "value.output", width, 1, VALUE);
    parameters = builder.build(random);
  }

  private static int encodedSize(Space space) {
    return switch (space) {
      case Discrete discrete -> discrete.count();
      case Box box -> box.size();
    };
  }

  /** What the networks see: numbers as they are, a discrete observation as a 1 among zeros. */
  private Tensor encode(Tensor observations) {
    return switch (observationSpace) {
      case Discrete discrete -> observations.oneHot(discrete.count());
      case Box box -> observations;
    };
  }

  /** What one observation is. */
  public Space observationSpace() {
    return observationSpace;
  }

  /** What one action is. */
  public Space actionSpace() {
    return actionSpace;
  }

  /** All weights, biases and standard deviations. */
  public ParameterVector parameters() {
    return parameters;
  }

  /** A place for a batch of observations in expressions, [rows, observation size]. */
  public Tensor observations(int rows) {
    return Tensor.input("observations", rows, observationSpace.size());
  }

  /** The policy network's outputs, [rows, {@link #policyOutputs}]. */
  public Tensor policyOutputs(Tensor observations) {
    return policyOutput.apply(policyBody.apply(encode(observations)));
  }

  /** How many outputs the policy network has. */
  public int policyOutputs() {
    return head.outputs();
  }

  /** The distribution over actions that outputs of the policy network describe. */
  public Distribution distribution(Tensor policyOutputs) {
    return head.distribution(policyOutputs);
  }

  /** V(observation), [rows, 1]. */
  public Tensor values(Tensor observations) {
    return valueOutput.apply(valueBody.apply(encode(observations)));
  }

  PolicyHead head() {
    return head;
  }
}
