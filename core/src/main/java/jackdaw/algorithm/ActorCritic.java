package jackdaw.algorithm;

import jackdaw.distribution.Distribution;
import jackdaw.nn.Activation;
import jackdaw.nn.Initializer;
import jackdaw.nn.Linear;
import jackdaw.nn.Memory;
import jackdaw.nn.ParameterVector;
import jackdaw.nn.RecurrentCell;
import jackdaw.nn.RecurrentCell.Unrolled;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import jackdaw.tensor.Tensor;
import java.util.List;

/**
 * A policy network and a value network over the same observations, with hidden layers of their own or
 * shared. With a memory, a recurrent cell follows the hidden layers, of each network's own or shared
 * like these. Weights start orthogonal with gain √2 in hidden layers, 0.01 before the actions (so that the
 * first policy is close to uniform) and 1 before the value; biases start at 0; see {@link RecurrentCell#create} for a cell's.
 */
public final class ActorCritic {
  private static final Initializer POLICY = Initializer.orthogonal(0.01);
  private static final Initializer VALUE = Initializer.orthogonal(1);

  private final Space observationSpace;
  private final Space actionSpace;
  private final boolean shared;
  private final Body policyBody;
  private final Body valueBody;
  private final Linear policyOutput;
  private final Linear valueOutput;
  private final PolicyHead head;
  private final ParameterVector parameters;

  /**
   * Networks at the start of training.
   *
   * @param memory the kind of cell that follows the hidden layers
   * @param memorySize the width of a cell's output, H
   * @param shared whether the two share their hidden layers and cell
   * @param initialLogStd where log σ of a continuous policy starts
   */
  public ActorCritic(
      Space observationSpace,
      Space actionSpace,
      List<Integer> hiddenSizes,
      Activation activation,
      Memory memory,
      int memorySize,
      boolean shared,
      double initialLogStd,
      RandomStream random) {
    this.observationSpace = observationSpace;
    this.actionSpace = actionSpace;
    this.shared = shared;
    ParameterVector.Builder builder = new ParameterVector.Builder();
    int inputs = encodedSize(observationSpace);
    policyBody =
        Body.create(
            builder,
            shared ? "shared" : "policy",
            inputs,
            hiddenSizes,
            activation,
            memory,
            memorySize,
            0);
    head = PolicyHead.of(actionSpace, builder, initialLogStd);
    policyOutput =
        Linear.create(builder, "policy.output", policyBody.width(), head.outputs(), POLICY);
    valueBody =
        shared
            ? policyBody
            : Body.create(
                builder,
                "value",
                inputs,
                hiddenSizes,
                activation,
                memory,
                memorySize,
                policyBody.stateSize());
    valueOutput = Linear.create(builder, "value.output", valueBody.width(), 1, VALUE);
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

  /** Floats of what the networks remember of one environment; 0 without a memory. */
  public int stateSize() {
    return shared
        ? policyBody.stateSize()
        : policyBody.stateSize() + valueBody.stateSize();
  }

  /** What the networks make of a batch of sequences. */
  public ForwardPass forward(int steps, int sequences) {
    int rows = Math.multiplyExact(steps, sequences);
    Tensor observations = Tensor.input("observations", rows, observationSpace.size());
    Tensor state = Tensor.input("state", sequences, Math.max(1, stateSize()));
    Tensor continues = Tensor.input("continues", rows, 1);
    Tensor encoded = encode(observations);
    Unrolled policy = policyBody.apply(encoded, state, continues);
    Unrolled value =
        shared ? policy : valueBody.apply(encoded, state, continues);
    Tensor nextState =
        policy.state() == value.state()
            ? policy.state()
            : Tensor.concatenateColumns(List.of(policy.state(), value.state()));
    return new ForwardPass(
        observations,
        state,
        continues,
        policyOutput.apply(policy.outputs()),
        valueOutput.apply(value.outputs()),
        nextState);
  }

  /** How many outputs the policy network has. */
  public int policyOutputs() {
    return head.outputs();
  }

  /** The distribution over actions that outputs of the policy network describe. */
  public Distribution distribution(Tensor policyOutputs) {
    return head.distribution(policyOutputs);
  }

  PolicyHead head() {
    return head;
  }
}
