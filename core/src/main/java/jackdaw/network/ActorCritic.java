package jackdaw.network;

import jackdaw.distribution.Distribution;
import jackdaw.nn.Initializer;
import jackdaw.nn.Linear;
import jackdaw.nn.ParameterVector;
import jackdaw.nn.ParameterVector.Segment;
import jackdaw.nn.RecurrentCell;
import jackdaw.nn.RecurrentCell.Unrolled;
import jackdaw.random.RandomStream;
import jackdaw.space.Space;
import jackdaw.tensor.Tensor;
import java.util.List;

/**
 * A policy network and a value network over the same observations, with hidden layers of their own
 * or shared. With a memory, a recurrent cell follows the hidden layers, of each network's own or
 * shared like these. Weights start orthogonal with gain √2 in hidden layers, 0.01 before the
 * actions (so that the first policy is close to uniform) and 1 before the value; biases start at 0;
 * see {@link RecurrentCell#create} for a cell's.
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
    this(observationSpace, actionSpace, settings, Bodies.of(settings), random);
  }

  /**
   * Networks at the start of training with bodies of the caller's own.
   *
   * @param settings of everything else: whether the body is shared, and the policy's head
   * @param body makes the policy's body and the value's, or the shared one
   * @throws IllegalArgumentException if the settings do not fit the spaces; one line says why
   */
  public ActorCritic(
      Space observationSpace,
      Space actionSpace,
      NetworkConfig settings,
      BodyFactory body,
      RandomStream random) {
    this.observationSpace = observationSpace;
    this.actionSpace = actionSpace;
    shared = settings.sharedNetwork();
    ParameterVector.Builder builder = new ParameterVector.Builder();
    policyBody = body.create(builder, shared ? "shared" : "policy", observationSpace);
    head =
        PolicyHead.of(actionSpace, builder, settings.initialLogStd(), settings.squashActions());
    policyOutput =
        Linear.create(builder, "policy.output", policyBody.width(), head.outputs(), POLICY);
    valueParametersAt = builder.size();
    valueBody = shared ? policyBody : body.create(builder, "value", observationSpace);
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

  /**
   * Whether policy and value share their layers, so that the value costs nothing beside the policy.
   */
  public boolean isShared() {
    return shared;
  }

  /**
   * Where the parameters begin that the value alone depends on, behind all those that the policy
   * depends on; layers that both share are the policy's.
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

  /**
   * Applies the networks to inputs of their own.
   *
   * @param steps of each sequence; 1 without a memory
   */
  public ForwardPass forward(int steps, int sequences) {
    int rows = Math.multiplyExact(steps, sequences);
    return forward(
        Tensor.input("observations", rows, observationSpace.size()),
        Tensor.input("state", sequences, Math.max(1, stateSize())),
        Tensor.input("continues", rows, 1));
  }

  /** Applies the networks to a batch of sequences; {@link ForwardPass} has the shapes. */
  public ForwardPass forward(Tensor observations, Tensor state, Tensor continues) {
    Unrolled policy =
        policyBody.apply(observations, Bodies.stateOf(policyBody, state, 0), continues);
    Unrolled value =
        shared
            ? policy
            : valueBody.apply(
                observations,
                Bodies.stateOf(valueBody, state, policyBody.stateSize()),
                continues);
    Tensor nextState =
        shared
            ? policy.state()
            : Bodies.joinStates(List.of(policyBody, valueBody), List.of(policy, value), state);
    return new ForwardPass(
        observations,
        state,
        continues,
        policyOutput.apply(policy.outputs()),
        valueOutput.apply(value.outputs()),
        nextState);
  }

  /**
   * The parameters that the policy depends on; with shared layers, all but the value's output
   * layer.
   */
  public Segment policySegment() {
    return parameters.segment(0, valueParametersAt);
  }

  /** The parameters that only the value depends on. */
  public Segment valueSegment() {
    return parameters.segment(valueParametersAt, parameters.size());
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
