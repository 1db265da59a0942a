package jackdaw.algorithm.ppo;

import jackdaw.experience.Rollout;
import jackdaw.learning.Learner;
import jackdaw.learning.MinibatchOrder;
import jackdaw.learning.PlainRows;
import jackdaw.learning.Scalar;
import jackdaw.learning.StandardizedAdvantages;
import jackdaw.network.ActorCritic;
import jackdaw.network.FrozenHead;
import jackdaw.parallel.Workers;
import jackdaw.random.RandomStream;
import jackdaw.space.Space;
import java.util.List;
import java.util.Map;

/** PPO's learner over a rollout that a test has made. */
public final class PpoLearning {
  private PpoLearning() {}

  public static ActorCritic network(
      PpoConfig config, Space observations, Space actions, RandomStream random) {
    return new ActorCritic(
        observations, actions, config.network(), random.split("initialisation"));
  }

  static PpoLoss loss(PpoConfig config, ActorCritic network, FrozenHead oldHead) {
    return new PpoLoss(config, config.objective(), List.of(), network, oldHead);
  }

  /** A learner whose advantages are as they are and whose clip range and β are the settings'. */
  public static Learner learner(
      PpoConfig config,
      ActorCritic network,
      FrozenHead oldHead,
      Rollout rollout,
      Workers workers) {
    Learner learner =
        Ppo.describe(config, loss(config, network, oldHead), network, oldHead, rollout)
            .build(workers);
    StandardizedAdvantages.leave(learner);
    learner.set(PpoLoss.CLIP_RANGE, config.clipRange());
    learner.set(PpoLoss.KL_COEFFICIENT, config.klCoefficient());
    return learner;
  }

  static MinibatchOrder order(PpoConfig config, RandomStream random) {
    return new MinibatchOrder(
        random,
        config.rollout().environments(),
        config.rollout().batchSize(),
        config.minibatchSize(),
        config.sequenceSteps(),
        1);
  }

  /** The gradient on all rows in one program. */
  static float[] wholeGradient(
      PpoConfig config, ActorCritic network, FrozenHead oldHead, Rollout rollout, int[] order) {
    return PlainRows.gradient(
        loss(config, network, oldHead),
        rollout,
        order,
        config.sequenceSteps(),
        network.parameters(),
        List.of(oldHead.parameters()),
        Map.of(
            PpoLoss.CLIP_RANGE, config.clipRange(),
            PpoLoss.KL_COEFFICIENT, config.klCoefficient(),
            new Scalar("advantage-scale"), 1.0));
  }
}
