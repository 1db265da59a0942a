import jackdaw.algorithm.AlgorithmType;
import jackdaw.algorithm.ppo.PolicyObjective;
import jackdaw.algorithm.ppo.Ppo;
import jackdaw.algorithm.ppo.PpoConfig;
import jackdaw.algorithm.ppo.PpoObjective;
import jackdaw.environments.Environments;
import jackdaw.learning.LossTerm;
import jackdaw.metric.Metric;
import jackdaw.runs.Training;
import jackdaw.runs.TrainingResult;

/** PPO with another objective and another term in its loss. */
final class DualClipPpo {
  static final Metric OUTPUT_SIZE = Metric.term("output-size");

  static final AlgorithmType<PpoConfig> TYPE =
      Ppo.variant("dual-clip-ppo", ppo -> ppo.objective(dualClip(3)).term(smallOutputs(1e-3)));

  /**
   * max(min(r Â, clip(r) Â), c Â) where Â is negative (Ye et al. 2020, eq. 5); as in PPO elsewhere.
   */
  static PolicyObjective dualClip(double c) {
    return (r, a, kl, eps, beta) -> {
      var clipped = PpoObjective.CLIP.of(r, a, kl, eps, beta);
      return clipped.max(a.min(0).times(c));
    };
  }

  /** Keeps the policy from being too sure: a weight times the mean square of its outputs. */
  static LossTerm smallOutputs(double weight) {
    return (rows, networks) -> {
      var squares = networks.pass().policyOutputs().square().sumColumns();
      return rows.mean(OUTPUT_SIZE, squares).times(weight);
    };
  }

  static void main() {
    TrainingResult result =
        Training.of(TYPE, PpoConfig.builder().learningRate(1e-3).build())
            .environment(Environments.supplier("CartPole-v1"))
            .steps(20_000)
            .run();
    System.out.println("mean return " + Math.round(result.evaluate(20, 1).meanReturn()));
  }
}
