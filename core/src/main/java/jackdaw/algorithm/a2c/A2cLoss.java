package jackdaw.algorithm.a2c;

import jackdaw.experience.Rollout;
import jackdaw.learning.Loss;
import jackdaw.learning.LossConfig;
import jackdaw.learning.Losses;
import jackdaw.learning.PolicyEvaluation;
import jackdaw.learning.Rows;
import jackdaw.learning.StandardizedAdvantages;
import jackdaw.network.ActorCritic;
import jackdaw.tensor.Tensor;

/**
 * L = −mean log π(a | s) Â + c₁ mean ½ (V − R)² − c₂ mean S[π] (Mnih et al. 2016, section 4; the
 * gradient of its first term is the policy gradient, book eq. 3.30 with Φ = Â). Advantages are
 * constants.
 */
record A2cLoss(ActorCritic network, LossConfig weights) implements Loss {
  @Override
  public Tensor of(Rows rows) {
    PolicyEvaluation now = PolicyEvaluation.of(network, rows);
    Tensor advantage = StandardizedAdvantages.of(rows);
    Tensor objective = now.logProbability(rows).times(advantage);
    Tensor error = Losses.halfSquare(now.values(), rows.get(Rollout.RETURNS));
    return weights.total(
        rows.mean(Losses.POLICY_LOSS, objective.negate()),
        rows.mean(Losses.VALUE_LOSS, error),
        rows.mean(Losses.ENTROPY, now.policy().entropy()));
  }
}
