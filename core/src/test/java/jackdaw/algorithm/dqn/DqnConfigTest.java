package jackdaw.algorithm.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jackdaw.algorithm.Setup;
import jackdaw.algorithm.probe.Probes;
import jackdaw.algorithm.probe.WindyLine;
import jackdaw.environment.Environment;
import jackdaw.train.Trainer;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What DQN refuses, in one line each, and that it learns the smallest tasks. */
class DqnConfigTest {
  @Test
  void shouldRefuseContinuousActions() {
    assertThatThrownBy(
        () -> Dqn.open(DqnConfig.defaults(), Setup.of(() -> new WindyLine(true), 1)))
        .hasMessageStartingWith("action values are for Discrete actions, and the action space is ")
        .hasMessageEndingWith(": choose an algorithm for such actions, such as ppo");
  }

  @Test
  void shouldRefuseAReplayLargerThanMemory() {
    DqnConfig config = DqnConfig.builder().replaySize(1_000_000_000).build();
    assertThatThrownBy(() -> Dqn.open(config, Setup.of(() -> new WindyLine(false), 1)))
        .hasMessageStartingWith(
            "a replay of 1000000000 transitions needs 18.0 GB, and Java may use ")
        .hasMessageContaining(": lower dqn.replay-size to at most ");
  }

  @Test
  void shouldRefuseABatchLargerThanTheReplay() {
    assertThatThrownBy(() -> DqnConfig.builder().replaySize(100).batchSize(128).build())
        .hasMessage(
            "batch size 128 is larger than the replay of 100 transitions: set dqn.batch-size to at"
                + " most 100, or dqn.replay-size to more");
  }

  @Test
  void shouldRefuseWhatDoesNotGoTogether() {
    assertThatThrownBy(() -> DqnConfig.builder().backup(Backup.SARSA).build())
        .hasMessage(
            "double Q-learning chooses the next action, which dqn.backup sarsa does not: set"
                + " dqn.double-q to off");
    assertThatThrownBy(
        () -> DqnConfig.builder().munchausen(new MunchausenConfig(true, 0.9, 0.03, -1)).build())
        .hasMessageStartingWith("munchausen has a backup of its own: ");
    assertThatThrownBy(
        () -> DqnConfig.builder().doubleQ(DoubleQ.OFF).backup(Backup.EXPECTED_SARSA)
            .distribution(new DistributionConfig(ReturnModel.C51, 51, 0, 1)).build())
        .hasMessageStartingWith("a distribution of returns is learnt by Q-learning alone: ");
    assertThatThrownBy(() -> DqnConfig.builder().targetKeep(1).build())
        .hasMessage(
            "target keep 1.0 is outside [0, 1): set dqn.target-keep, usually 0 to copy or 0.995");
  }

  @ParameterizedTest
  @EnumSource(DoubleQ.class)
  void shouldLearnTheSmallestTasks(DoubleQ doubleQ) {
    DqnConfig config =
        DqnConfig.builder()
            .doubleQ(doubleQ).hiddenSizes(List.of(16)).warmUpSteps(64).collectSteps(4)
            .replayRatio(1).batchSize(32).explorationSteps(500).targetInterval(20)
            .discount(0.5).build();
    assertValue(config, Probes.oneState(), 1);
    assertValue(config, Probes.delayedReward(), 0.5);
    assertValue(config, Probes.actionDecides(), 1);
  }

  private static void assertValue(
      DqnConfig config, Supplier<Environment> environments, double value) {
    try (Dqn dqn = Dqn.open(config, Setup.of(environments, 1))) {
      new Trainer(dqn, 2000).run();
      assertThat(dqn.metrics().value(Dqn.START_VALUE)).isCloseTo(value, within(0.1));
    }
  }
}
