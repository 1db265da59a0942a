package jackdaw.policy;

import jackdaw.environment.callback.Agent;
import java.util.Arrays;

/**
 * Lets a running simulator use what has been learnt: answers each question with the policy's most
 * likely action, in the asking thread. Rewards are ignored; everything takes one episode until
 * {@link #start}.
 */
public final class PolicyAgent implements Agent {
  private final Policy policy;
  private final float[] observation;
  private final boolean[] legal;
  private final float[] masks;
  private final float[] action;
  private final boolean[] starts = {true};

  /**
   * An agent at the start of an episode.
   *
   * @param masksActions whether the policy was trained with a mask of actions
   */
  public PolicyAgent(Policy policy, boolean masksActions) {
    this.policy = policy;
    observation = new float[policy.observationSpace().size()];
    legal = new boolean[masksActions ? policy.actionSpace().maskSize() : 0];
    masks = new float[legal.length];
    action = new float[policy.actionSpace().size()];
  }

  /** Begins a new episode: a policy with a memory forgets, and the observation is all 0. */
  public void start() {
    starts[0] = true;
    Arrays.fill(observation, 0);
    Arrays.fill(legal, false);
  }

  @Override
  public float[] observation() {
    return observation;
  }

  @Override
  public boolean[] legal() {
    return legal;
  }

  @Override
  public void reward(double amount) {}

  @Override
  public float[] act() {
    for (int i = 0; i < legal.length; i++) {
      masks[i] = legal[i] ? 1 : 0;
    }
    policy.act(observation, masks, starts, 1, action);
    starts[0] = false;
    Arrays.fill(legal, false);
    return action;
  }

  @Override
  public void truncate() {}
}
