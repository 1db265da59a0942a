package jackdaw.algorithm.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.experience.ReplayBatch;
import jackdaw.learning.Learner;
import jackdaw.network.QNetwork;
import jackdaw.parallel.Workers;
import jackdaw.space.Discrete;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds targets to numbers by hand. Without a hidden layer and with a state as observation the
 * network is a
 * table, whose entries are its weights. The error of a row with Q(s, a) = 0 is its target.
 */
class DqnTargetTest {
  private static final float NAN = Float.NaN;

  /** Rows: goes on, terminated, three steps cut short after two by the end of the replay. */
  private static final float[] REWARDS = {1, 2, 3};

  private static final float[] DISCOUNTS = {0.5f, 0, 0.25f};

  private static DqnConfig.Builder config() {
    return DqnConfig.builder()
        .batchSize(3).hiddenSizes(List.of()).prioritized(true).doubleQ(DoubleQ.OFF);
  }

  /** States 0 to 2 have the values below in the target and in the learnt network; state 3 has 0. */
  private static Minibatch minibatch(DqnConfig config, boolean masked) {
    Minibatch minibatch = new Minibatch(config, new Discrete(4), new Discrete(3), masked);
    minibatch.clear();
    minibatch.set(ReplayBatch.OBSERVATIONS, 3, 3, 3);
    minibatch.set(ReplayBatch.ACTIONS, 0, 1, 1);
    minibatch.set(ReplayBatch.NEXT_OBSERVATIONS, 0, 1, 2);
    minibatch.set(ReplayBatch.NEXT_ACTIONS, 0, 0, 1);
    minibatch.set(ReplayBatch.REWARDS, REWARDS);
    minibatch.set(ReplayBatch.DISCOUNTS, DISCOUNTS);
    String name = config.estimators() == 1 ? "q" : "q1";
    Minibatch.set(
        minibatch.target, name + ".output.weight", 10, 20, 40, 1, 1, 1, -8, -4, -2, 0, 0, 0);
    Minibatch.set(
        minibatch.learnt, name + ".output.weight", 7, 6, 5, 0, 0, 0, 0, 9, 0, 0, 0, 0);
    if (masked) {
      minibatch.set(ReplayBatch.MASKS, 1, 1, 0, 1, 1, 0, 1, 1, 0);
      minibatch.set(ReplayBatch.NEXT_MASKS, 1, 1, 0, 1, 1, 0, 1, 0, 0);
    }
    return minibatch;
  }

  private static float[] targets(DqnConfig config, Minibatch minibatch, double epsilon) {
    try (Workers workers = new Workers(1)) {
      Learner learner =
          Dqn.describe(config, minibatch.learnt, minibatch.target, minibatch.batch, 0)
              .build(workers);
      learner.set(DqnLoss.EPSILON, epsilon);
      learner.compute(minibatch.batch.order(), 0);
      assertThat(learner.value(DqnLoss.TARGET)).isFinite();
      return learner.kept(DqnLoss.ROW_ERROR).clone();
    }
  }

  private static float[] targets(DqnConfig.Builder builder, boolean masked, double epsilon) {
    DqnConfig config = builder.build();
    return targets(config, minibatch(config, masked), epsilon);
  }

  @Test
  void shouldTakeTheLargestValueOfTheTarget() {
    assertThat(targets(config(), false, 0)).containsExactly(21, 2, 2.5f);
    assertThat(targets(config(), true, 0)).as("masked").containsExactly(11, 2, 1);
  }

  /** The learnt network chooses actions 0 and 1. */
  @Test
  void shouldValueWhatTheLearntNetworkChooses() {
    assertThat(targets(config().doubleQ(DoubleQ.HASSELT_2016), false, 0))
        .containsExactly(6, 2, 2);
    assertThat(targets(config().doubleQ(DoubleQ.HASSELT_2016), true, 0))
        .as("masked").containsExactly(6, 2, 1);
  }

  /**
   * The copy of the first estimator chooses actions 2 and 2, that of the second one values them.
   */
  @Test
  void shouldValueWithTheOtherEstimator() {
    DqnConfig config = config().doubleQ(DoubleQ.HASSELT_2010).build();
    Minibatch minibatch = minibatch(config, false);
    Minibatch.set(
        minibatch.target, "q2.output.weight", 0, 0, 100, 0, 0, 0, 1, 1, 4, 0, 0, 0);
    assertThat(targets(config, minibatch, 0)).containsExactly(51, 2, 4);
    assertThat(minibatch.learnt.segment(1).from()).isEqualTo(minibatch.learnt.segment(0).to());
  }

  @Test
  void shouldTakeTheActionThatWasDone() {
    assertThat(targets(config().backup(Backup.SARSA), false, 0)).containsExactly(6, 2, 2);
  }

  /** Means 70 / 3 and −14 / 3, of the two legal ones 15, of the one legal −8. */
  @Test
  void shouldTakeTheExpectationOfTheBehaviour() {
    float[] targets = targets(config().backup(Backup.EXPECTED_SARSA), false, 0.3);
    assertThat(targets[0]).isCloseTo(1 + 0.5f * (0.7f * 40 + 0.3f * 70 / 3), within(1e-5f));
    assertThat(targets[1]).isEqualTo(2);
    assertThat(targets[2]).isCloseTo(3 + 0.25f * (-1.4f - 0.3f * 14 / 3), within(1e-5f));
    float[] masked = targets(config().backup(Backup.EXPECTED_SARSA), true, 0.3);
    assertThat(masked[0]).isCloseTo(1 + 0.5f * (0.7f * 20 + 0.3f * 15), within(1e-5f));
    assertThat(masked[2]).isCloseTo(3 - 0.25f * 8, within(1e-5f));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldBeQLearningInExpectationOfAGreedyBehaviour(boolean masked) {
    assertThat(targets(config().backup(Backup.EXPECTED_SARSA), masked, 0))
        .isEqualTo(targets(config(), masked, 0));
  }

  /** The third action is illegal everywhere; its value is not a number, in every network. */
  @ParameterizedTest
  @CsvSource({
    "OFF,Q_LEARNING,false,false,NONE", "HASSELT_2016,Q_LEARNING,false,false,NONE",
    "HASSELT_2010,Q_LEARNING,false,false,NONE", "OFF,EXPECTED_SARSA,false,false,NONE",
    "OFF,SARSA,false,false,NONE", "HASSELT_2016,Q_LEARNING,true,false,NONE",
    "OFF,Q_LEARNING,false,true,NONE", "HASSELT_2016,Q_LEARNING,false,false,C51",
    "OFF,Q_LEARNING,true,false,C51", "HASSELT_2016,Q_LEARNING,false,false,QUANTILES"})
  void shouldNeverShowAnIllegalValue(
      DoubleQ doubleQ, Backup backup, boolean dueling, boolean munchausen, ReturnModel model) {
    int atoms = model == ReturnModel.NONE ? 1 : 3;
    DqnConfig config =
        config().doubleQ(doubleQ).backup(backup).dueling(dueling)
            .munchausen(new MunchausenConfig(munchausen, 0.9, 0.03, -1))
            .distribution(new DistributionConfig(model, 3, -50, 50)).build();
    Minibatch clean = minibatch(config, true, dueling, atoms);
    Minibatch poisoned = minibatch(config, true, dueling, atoms);
    poison(poisoned.learnt, atoms);
    poison(poisoned.target, atoms);
    assertThat(targets(config, poisoned, 0.3)).isEqualTo(targets(config, clean, 0.3));
  }

  private static Minibatch minibatch(
      DqnConfig config, boolean masked, boolean dueling, int atoms) {
    if (!dueling && atoms == 1) {
      return minibatch(config, masked);
    }
    Minibatch minibatch = new Minibatch(config, new Discrete(4), new Discrete(3), masked);
    minibatch.set(ReplayBatch.OBSERVATIONS, 3, 3, 3);
    minibatch.set(ReplayBatch.NEXT_OBSERVATIONS, 0, 1, 2);
    minibatch.set(ReplayBatch.REWARDS, REWARDS);
    minibatch.set(ReplayBatch.DISCOUNTS, DISCOUNTS);
    minibatch.set(ReplayBatch.MASKS, 1, 1, 0, 1, 1, 0, 1, 1, 0);
    minibatch.set(ReplayBatch.NEXT_MASKS, 1, 1, 0, 1, 1, 0, 1, 0, 0);
    return minibatch;
  }

  private static void poison(QNetwork network, int atoms) {
    network.parameters().views().stream()
        .filter(view -> view.name().endsWith("output.bias") && !view.name().contains("value"))
        .forEach(
            view -> {
              for (int i = 2 * atoms; i < 3 * atoms; i++) {
                network.parameters().values()[view.offset() + i] = NAN;
              }
            });
  }

  /** Of a probability at R + γ z between two returns each gets a share; mass and mean stay. */
  @Test
  void shouldProjectOntoTheReturns() {
    DqnConfig config =
        config().distribution(new DistributionConfig(ReturnModel.C51, 3, -10, 10)).build();
    Minibatch minibatch = new Minibatch(config, new Discrete(4), new Discrete(2), false);
    minibatch.clear();
    minibatch.set(ReplayBatch.OBSERVATIONS, 3, 3, 3);
    minibatch.set(ReplayBatch.ACTIONS, 0, 1, 1);
    minibatch.set(ReplayBatch.NEXT_OBSERVATIONS, 0, 1, 2);
    minibatch.set(ReplayBatch.REWARDS, 1, 2.5f, -4);
    minibatch.set(ReplayBatch.DISCOUNTS, 0.5f, 0, 0.25f);
    float log2 = (float) Math.log(2);
    // The next action is the second one, with probabilities ¼, ¼, ½ of returns −10, 0 and 10.
    float[] target =
        {9, 0, 0, 0, 0, log2, 9, 0, 0, 0, 0, log2, 9, 0, 0, 0, 0, log2, 0, 0, 0, 0, 0, 0};
    Minibatch.set(minibatch.target, "q.output.weight", target);
    // What is learnt has the logits log ½, log ¼, log ¼.
    Minibatch.set(
        minibatch.learnt, "q.output.weight",
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, log2, 0, 0, log2, 0, 0);
    float[] losses = targets(config, minibatch, 0);
    // First row: −4, 1, 6 with ¼, ¼, ½: 0.1 at −10, 0.15 + 0.225 + 0.2 at 0, 0.025 + 0.3 at 10.
    assertThat(losses[0]).isCloseTo(log2 * (0.1f + 2 * 0.9f), within(1e-5f));
    // Second: all at 2.5: ¾ at 0, ¼ at 10.
    assertThat(losses[1]).isCloseTo(log2 * 2, within(1e-5f));
    // Third: −6.5, −4, −1.5: at −10 are ¼ · 0.65 + ¼ · 0.4 + ½ · 0.15 = 0.3375.
    assertThat(losses[2]).isCloseTo(log2 * (0.3375f + 2 * 0.6625f), within(1e-5f));
  }

  /** The derivative of a Huber loss by Q is −δ in the middle and ∓1 outside; targets give none. */
  @ParameterizedTest
  @EnumSource(ValueLoss.class)
  void shouldMoveOnlyTheValueOfWhatWasDone(ValueLoss loss) {
    DqnConfig config = config().valueLoss(loss).doubleQ(DoubleQ.HASSELT_2016).build();
    Minibatch minibatch = minibatch(config, false);
    minibatch.set(ReplayBatch.REWARDS, -2.7f, 2, -1.5f);
    minibatch.set(ReplayBatch.WEIGHTS, 0.5f, 1, 1);
    try (Workers workers = new Workers(1)) {
      Learner learner =
          Dqn.describe(config, minibatch.learnt, minibatch.target, minibatch.batch, 0)
              .build(workers);
      learner.compute(minibatch.batch.order(), 0);
      float[] gradient = learner.gradient();
      boolean huber = loss == ValueLoss.HUBER;
      // Targets −2.7 + 5, 2 and −1.5 − 1, weights ½, 1 and 1, of three rows.
      assertThat(gradient[9]).isCloseTo(-0.5f * (huber ? 1 : 2.3f) / 3, within(1e-6f));
      assertThat(gradient[10])
          .isCloseTo(huber ? 0 : -(2 - 2.5f) / 3, within(1e-6f));
      for (int i = 0; i < 9; i++) {
        assertThat(gradient[i]).as("next states' values, number %d", i).isZero();
      }
    }
  }
}
