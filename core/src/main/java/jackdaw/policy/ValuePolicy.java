package jackdaw.policy;

import jackdaw.network.QNetwork;
import jackdaw.nn.ParameterVector;
import jackdaw.random.RandomStream;
import jackdaw.space.Space;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The policy of a {@link QNetwork}: the action of the largest value, or with a probability ε of its
 * own any
 * legal one. Noisy layers act without noise.
 */
public final class ValuePolicy implements Policy {
  private final QNetwork network;
  private final double epsilon;
  private final EpsilonGreedy choice;
  private final float[] noise;
  private @Nullable ActionValues actionValues;
  private boolean masked;
  private float[] values = {};

  /**
   * The policy of a network, whose parameters it shares.
   *
   * @param epsilon ε, in [0, 1]; the random actions are the same in each policy
   */
  public ValuePolicy(QNetwork network, double epsilon) {
    this.network = network;
    this.epsilon = epsilon;
    choice = new EpsilonGreedy(new RandomStream(0));
    noise = new float[network.noise().size()];
  }

  @Override
  public Space observationSpace() {
    return network.observationSpace();
  }

  @Override
  public Space actionSpace() {
    return network.actionSpace();
  }

  @Override
  public ParameterVector parameters() {
    return network.parameters();
  }

  @Override
  public void act(
      float[] observations, float[] masks, boolean[] starts, int rows, float[] actions) {
    ActionValues compiled = actionValues;
    if (compiled == null || compiled.rows() < rows || masked != masks.length > 0) {
      masked = masks.length > 0;
      compiled = new ActionValues(network, rows, masked);
      actionValues = compiled;
      values = new float[rows * network.actionSpace().count()];
    }
    loadWithoutNoise(compiled);
    compiled.compute(observations, masks, rows, values);
    int count = network.actionSpace().count();
    for (int i = 0; i < rows; i++) {
      actions[i] =
          choice.explores(epsilon)
              ? choice.any(count, masks, i * count)
              : EpsilonGreedy.best(values, i * count, count, masks, i * count);
    }
  }

  private void loadWithoutNoise(ActionValues compiled) {
    float[] current = network.noise().values();
    System.arraycopy(current, 0, noise, 0, noise.length);
    Arrays.fill(current, 0);
    compiled.load();
    System.arraycopy(noise, 0, current, 0, noise.length);
  }
}
