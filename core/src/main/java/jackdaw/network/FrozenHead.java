package jackdaw.network;

import jackdaw.distribution.Distribution;
import jackdaw.nn.ParameterVector;
import jackdaw.random.RandomStream;
import jackdaw.tensor.Tensor;

/**
 * The head of an {@link ActorCritic}'s policy as it was at one time, to turn outputs that were kept
 * from then into the distributions that they described then. Parameters of the head itself, such as
 * the standard deviations of a Gaussian, are copied.
 */
public final class FrozenHead {
  private final ParameterVector source;
  private final ParameterVector parameters;
  private final PolicyHead head;
  private final int[] offsets;

  /** A head as it is now. */
  public FrozenHead(ActorCritic network) {
    source = network.parameters();
    ParameterVector.Builder builder = new ParameterVector.Builder();
    head =
        PolicyHead.of(
            network.actionSpace(), builder, 0, network.head() instanceof PolicyHead.SquashedHead);
    parameters = builder.build(new RandomStream(0));
    offsets =
        parameters.views().stream().mapToInt(view -> source.view(view.name()).offset()).toArray();
    freeze();
  }

  /** Makes it the head as it is now. */
  public void freeze() {
    for (int i = 0; i < offsets.length; i++) {
      ParameterVector.View view = parameters.views().get(i);
      System.arraycopy(
          source.values(), offsets[i], parameters.values(), view.offset(), view.size());
    }
  }

  /** The copied parameters; none where the head has none of its own. */
  public ParameterVector parameters() {
    return parameters;
  }

  /**
   * The distribution over actions that outputs of the policy network described then. Outputs that
   * were masked are masked still.
   */
  public Distribution distribution(Tensor policyOutputs) {
    return head.distribution(policyOutputs);
  }
}
