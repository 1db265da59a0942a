package jackdaw.network;

import jackdaw.distribution.Distribution;
import jackdaw.nn.Initializer;
import jackdaw.nn.Linear;
import jackdaw.nn.ParameterVector;
import jackdaw.nn.RecurrentCell;
import jackdaw.nn.RecurrentCell.Unrolled;
import jackdaw.random.RandomStream;
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
  private final int valueParametersAt;

  /**
   * Networks at the start of training.
   *
   * @throws IllegalArgumentException if the settings do not fit the spaces; one line says why
   */
  public ActorCritic(
      Space observationSpace, Space actionSpace, NetworkConfig settings, RandomStream random) {
    this.observationSpace = observationSpace;
    this.actionSpace = actionSpace;
    shared = settings.shared();
    ParameterVector.Builder builder = new ParameterVector.Builder();
    policyBody =
        Body.create(builder, shared ? "shared" : "policy", observationSpace, settings, 0);
    head =
        PolicyHead.of(actionSpace, builder, settings.initialLogStd(), settings.squashActions());
    policyOutput =
        Linear.create(builder, "policy.output", policyBody.width(), head.outputs(), POLICY);
    valueParametersAt = builder.size();
    valueBody =
        shared
            ? policyBody
            : Body.create(builder, "value", observationSpace, settings, policyBody.stateSize());
    valueOutput = Linear.create(builder, "value.output", valueBody.width(), 1, VALUE);
    parameters = builder.build(random);
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

  /** Whether policy and value share their layers, so that the value costs nothing beside the policy. */
  public boolean isShared() {
    return shared;
  }

  /**
   * Where the parameters begin that the value alone depends on, behind all those that the policy depends on;
   * layers that both share are the policy's.
   */
  public int valueParametersAt() {
    return valueParametersAt;
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
    Unrolled policy = policyBody.apply(observations, state, continues);
    Unrolled value =
        shared ? policy : valueBody.apply(observations, state, continues);
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

  /**
   * The distribution over legal actions alone: illegal ones have probability exactly 0.
   *
   * @param masks [rows, mask size], 1 where legal and 0 elsewhere, in the order of {@link
   *     Space#choices}
   * @throws IllegalArgumentException if actions are continuous
   */
  public Distribution distribution(Tensor policyOutputs, Tensor masks) {
    return head.distribution(head.mask(policyOutputs, masks));
  }

  public PolicyHead head() {
    return head;
  }
}
