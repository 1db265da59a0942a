package jackdaw.runs;

import jackdaw.environment.Environment;
import jackdaw.policy.Policy;
import jackdaw.train.Evaluation;
import java.util.function.Supplier;

/**
 * What a {@link Training} leaves, after everything that it opened is closed.
 *
 * @param policy what was learnt; it normalises observations itself if training did
 * @param summary how the run went
 * @param environments makes one environment at each call, wrapped as in training
 */
public record TrainingResult(
    Policy policy, Summary summary, Supplier<? extends Environment> environments) {

  /**
   * The mean return of the last 100 training episodes, or of all if there were fewer; NaN if none.
   */
  public double meanReturn() {
    Double mean = summary.meanReturn100();
    return mean == null ? Double.NaN : mean;
  }

  /**
   * Plays episodes with the policy's most likely actions.
   *
   * @param episodes how many; at least 1
   * @param seed decides the episodes
   */
  public Evaluation evaluate(int episodes, long seed) {
    return Evaluation.of(policy, environments, episodes, seed);
  }
}
