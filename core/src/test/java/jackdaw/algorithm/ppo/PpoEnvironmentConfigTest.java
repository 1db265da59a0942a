package jackdaw.algorithm.ppo;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.algorithm.Setup;
import jackdaw.algorithm.probe.WindyLine;
import jackdaw.environment.ObservationNormalizer;
import jackdaw.environment.wrapper.EnvironmentConfig;
import jackdaw.experience.EpisodeStatistics;
import jackdaw.nn.Memory;
import jackdaw.policy.NormalizedPolicy;
import jackdaw.policy.Policy;
import jackdaw.state.Snapshot;
import jackdaw.train.Evaluation;
import jackdaw.train.Trainer;
import jackdaw.train.TrainingListener;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PPO with everything around its environment that there is. */
class PpoEnvironmentConfigTest {
  private static final EnvironmentConfig EVERYTHING =
      EnvironmentConfig.builder()
          .timeLimit(9).actionRepeat(2).rewardScale(0.5).rewardClip(3).flattenObservations(true)
          .observationClip(20).frameStack(3).normalizeObservations(true)
          .normalizedObservationClip(5).normalizeRewards(true).normalizedRewardClip(4).build();

  private static PpoConfig config(Memory memory) {
    return PpoConfig.builder()
        .environments(4).rolloutSteps(32).epochs(2).minibatchSize(64).hiddenSizes(List.of(8))
        .learningRate(3e-3).memory(memory).memorySize(6).build();
  }

  private static Ppo ppo(Memory memory, boolean continuous, long seed, int threads) {
    EnvironmentConfig around =
        continuous
            ? EnvironmentConfig.builder()
                .timeLimit(9).actionRepeat(2).rescaleActions(true).normalizeObservations(true)
                .normalizeRewards(true).build()
            : EVERYTHING;
    return Ppo
        .open(config(memory), new Setup(() -> new WindyLine(continuous), around, seed, threads));
  }

  private static Snapshot saved(Trainer trainer) {
    Snapshot snapshot = new Snapshot();
    trainer.save(snapshot);
    return snapshot;
  }

  private static void assertSame(Snapshot actual, Snapshot expected) {
    assertThat(actual.columns().keySet()).isEqualTo(expected.columns().keySet());
    expected.columns().forEach(
        (name, values) -> assertThat(actual.columns().get(name).toArray()).as(name)
            .isEqualTo(values.toArray()));
  }

  /** The resumed run is made with another seed, so that whatever is not saved shows. */
  @ParameterizedTest
  @CsvSource({"NONE,false", "NONE,true", "LSTM,false"})
  void shouldGoOnFromASavedStateBitForBit(Memory memory, boolean continuous) {
    int steps = 6 * 128;
    Snapshot[] saved = new Snapshot[7];
    try (Ppo ppo = ppo(memory, continuous, 1, 1)) {
      Trainer whole =
          new Trainer(
              ppo,
              steps,
              new TrainingListener() {
                @Override
                public void iterated(Trainer running) {
                  saved[(int) (ppo.steps() / 128)] = saved(running);
                }
              });
      whole.run();
    }
    for (int stop : new int[] {1, 4}) {
      try (Ppo ppo = ppo(memory, continuous, 2, 2)) {
        Trainer trainer = new Trainer(ppo, steps);
        trainer.restore(saved[stop]);
        assertSame(saved(trainer), saved[stop]);
        trainer.run();
        assertSame(saved(trainer), saved[6]);
      }
    }
  }

  /**
   * A policy that is loaded elsewhere acts like the one that was trained, and neither goes on
   * learning.
   */
  @Test
  void shouldActAlikeWithParametersAndStatisticsAlone() {
    PpoConfig config = config(Memory.NONE);
    try (Ppo ppo = ppo(Memory.NONE, false, 1, 1)) {
      new Trainer(ppo, 6 * 128).run();
      double[] before = ppo.normalizer().orElseThrow().statistics();
      Evaluation expected =
          Evaluation.of(ppo.policy(), EVERYTHING.wrap(() -> new WindyLine(false)), 20, 3);
      Policy loaded =
          NormalizedPolicy.of(
              Ppo.TYPE.policy(
                  config, ppo.policy().observationSpace(), ppo.policy().actionSpace()),
              EVERYTHING);
      loaded.parameters().copyFrom(ppo.parameters().values());
      Evaluation without =
          Evaluation.of(loaded, EVERYTHING.wrap(() -> new WindyLine(false)), 20, 3);
      ObservationNormalizer normalizer = loaded.normalizer().orElseThrow();
      normalizer.copyFrom(before);
      Evaluation actual =
          Evaluation.of(loaded, EVERYTHING.wrap(() -> new WindyLine(false)), 20, 3);
      assertThat(actual.returns()).containsExactly(expected.returns());
      assertThat(without.returns()).as("statistics matter").isNotEqualTo(expected.returns());
      assertThat(normalizer.statistics()).containsExactly(before);
      assertThat(ppo.normalizer().orElseThrow().statistics()).containsExactly(before);
    }
  }

  /** The best parameters come with the statistics of their time, not with the last ones. */
  @Test
  void shouldKeepTheStatisticsOfTheBestParameters() {
    try (Ppo ppo = ppo(Memory.NONE, false, 1, 1)) {
      double[][] best = new double[1][];
      Trainer trainer =
          new Trainer(
              ppo,
              20 * 128,
              new TrainingListener() {
                private double mark = Double.NEGATIVE_INFINITY;

                @Override
                public void iterated(Trainer running) {
                  if (ppo.episodes().highestMeanReturn() > mark) {
                    mark = ppo.episodes().highestMeanReturn();
                    best[0] = ppo.normalizer().orElseThrow().statistics();
                  }
                }
              });
      trainer.run();
      assertThat(ppo.episodes().episodes()).isGreaterThan(EpisodeStatistics.WINDOW);
      assertThat(trainer.bestNormalizer()).containsExactly(best[0]);
    }
  }
}
