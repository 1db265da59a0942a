package jackdaw.policy;

import jackdaw.setting.SettingCheck;

/**
 * Settings of an ε-greedy behaviour: a random action with probability ε, else the one of the
 * largest
 * value. ε falls linearly with the environment steps, and stays at its end.
 *
 * @param epsilonStart ε at the start; in [0, 1]
 * @param epsilonEnd ε at the end; in [0, 1]
 * @param explorationSteps environment steps, over all copies, in which ε falls; at least 0
 * @param evaluationEpsilon ε of the learnt policy; in [0, 1]
 */
public record ExplorationConfig(
    double epsilonStart, double epsilonEnd, long explorationSteps, double evaluationEpsilon) {

  /** Checks every range for the algorithm that has these settings. */
  public void check(SettingCheck check) {
    check.within("epsilon-start", epsilonStart, 0, 1, "1");
    check.within("epsilon-end", epsilonEnd, 0, 1, "0.01 to 0.1");
    check.atLeast("exploration-steps", explorationSteps, 0, "a tenth of the run");
    check.within("evaluation-epsilon", evaluationEpsilon, 0, 1, "0 to 0.05");
  }

  /** ε after so many environment steps. */
  public double epsilonAt(long steps) {
    double share = steps >= explorationSteps ? 1 : (double) steps / explorationSteps;
    return epsilonStart + (epsilonEnd - epsilonStart) * share;
  }

  /**
   * Setters of a builder that has these settings.
   *
   * @param <B> the builder
   */
  public interface Setters<B> {
    /** The settings so far. */
    ExplorationConfig exploration();

    /** Replaces all of them. */
    B exploration(ExplorationConfig settings);

    /** See {@link ExplorationConfig#epsilonStart}. */
    default B epsilonStart(double value) {
      ExplorationConfig s = exploration();
      return exploration(
          new ExplorationConfig(value, s.epsilonEnd, s.explorationSteps, s.evaluationEpsilon));
    }

    /** See {@link ExplorationConfig#epsilonEnd}. */
    default B epsilonEnd(double value) {
      ExplorationConfig s = exploration();
      return exploration(
          new ExplorationConfig(s.epsilonStart, value, s.explorationSteps, s.evaluationEpsilon));
    }

    /** See {@link ExplorationConfig#explorationSteps}. */
    default B explorationSteps(long value) {
      ExplorationConfig s = exploration();
      return exploration(
          new ExplorationConfig(s.epsilonStart, s.epsilonEnd, value, s.evaluationEpsilon));
    }

    /** See {@link ExplorationConfig#evaluationEpsilon}. */
    default B evaluationEpsilon(double value) {
      ExplorationConfig s = exploration();
      return exploration(
          new ExplorationConfig(s.epsilonStart, s.epsilonEnd, s.explorationSteps, value));
    }
  }
}
