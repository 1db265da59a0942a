package jackdaw.cli.explain;

import jackdaw.algorithm.ppo.KlStop;
import jackdaw.algorithm.ppo.PpoConfig;
import jackdaw.algorithm.ppo.PpoObjective;
import jackdaw.experience.AdvantageEstimator;
import jackdaw.nn.Memory;
import java.util.Locale;

/** Which settings of PPO leave an update that a page can show whole. */
final class WalkthroughSettings {
  private static final int MAX_STEPS = 24;
  private static final int MAX_EPOCHS = 10;

  private WalkthroughSettings() {}

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException if a page cannot show an update with them; one line says why
   */
  static void require(PpoConfig config) {
    require(
        config.rollout().environments() == 1,
        "environments " + config.rollout().environments() + ": set ppo.environments to 1");
    require(
        config.rollout().rolloutSteps() <= MAX_STEPS,
        "rollout steps %d: set ppo.rollout-steps to at most %d"
            .formatted(config.rollout().rolloutSteps(), MAX_STEPS));
    require(
        config.minibatchSize() == config.rollout().batchSize(),
        "minibatch size %d of a rollout of %d steps: set ppo.minibatch-size to %d"
            .formatted(
                config.minibatchSize(), config.rollout().batchSize(),
                config.rollout().batchSize()));
    require(
        config.epochs() <= MAX_EPOCHS,
        "epochs %d: set ppo.epochs to at most %d".formatted(config.epochs(), MAX_EPOCHS));
    require(
        config.objective() == PpoObjective.CLIP,
        "the objective " + name(config.objective()) + ": set ppo.objective to clip");
    require(
        config.klStop() == KlStop.NEVER,
        "the stop " + name(config.klStop()) + ": set ppo.kl-stop to never");
    require(
        config.valueClipRange() == 0,
        "a value clip range: set ppo.value-clip-range to 0");
    require(
        config.rollout().advantageEstimator() != AdvantageEstimator.N_STEP,
        "the n-step estimator: set ppo.advantage-estimator to gae, monte-carlo or td");
    require(config.network().memory() == Memory.NONE, "a memory: set ppo.memory to none");
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void require(boolean possible, String what) {
    if (!possible) {
      throw new IllegalArgumentException(
          "the walkthrough shows an update row by row and cannot show " + what);
    }
  }
}
