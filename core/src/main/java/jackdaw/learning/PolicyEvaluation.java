package jackdaw.learning;

import jackdaw.distribution.Distribution;
import jackdaw.experience.Rollout;
import jackdaw.network.ActorCritic;
import jackdaw.network.ForwardPass;
import jackdaw.tensor.Tensor;

/**
 * What an actor-critic makes of the rows of a rollout, while a loss is written over them.
 *
 * @param pass the networks' outputs
 * @param policy π(· | s), over legal actions alone where actions are masked
 */
public record PolicyEvaluation(ForwardPass pass, Distribution policy) {
  /** Applies the networks to the rows' observations. */
  public static PolicyEvaluation of(ActorCritic network, Rows rows) {
    ForwardPass pass =
        network.forward(
            rows.get(Rollout.OBSERVATIONS),
            rows.first(Rollout.STATES),
            rows.get(Rollout.CONTINUES));
    return new PolicyEvaluation(
        pass,
        rows.has(Rollout.MASKS)
            ? network.distribution(pass.policyOutputs(), rows.get(Rollout.MASKS))
            : network.distribution(pass.policyOutputs()));
  }

  /** log π(a | s) of the rows' actions, [rows, 1]. */
  public Tensor logProbability(Rows rows) {
    return policy.logProbability(rows.get(Rollout.ACTIONS));
  }

  /** V(s), [rows, 1]. */
  public Tensor values() {
    return pass.values();
  }
}
