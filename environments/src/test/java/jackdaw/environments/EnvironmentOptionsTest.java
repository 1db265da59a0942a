package jackdaw.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environment.check.EnvironmentChecker;
import jackdaw.environment.check.Finding;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentOptionsTest {
  @Test
  void shouldHideVelocities() {
    Environment whole = Environments.supplier("CartPole-v1?velocities=true").get();
    Environment hidden = Environments.supplier("CartPole-v1?velocities=false").get();
    assertThat(hidden.observationSpace().size()).isEqualTo(2);
    Step all = new Step(4);
    Step some = new Step(2);
    whole.reset(3, all.observation);
    hidden.reset(3, some.observation);
    for (int i = 0; i < 8; i++) {
      assertThat(some.observation).containsExactly(all.observation[0], all.observation[2]);
      assertThat(some.reward).isEqualTo(all.reward);
      assertThat(some.ended()).isEqualTo(all.ended());
      all.clear();
      some.clear();
      whole.step(new float[] {i % 2}, all);
      hidden.step(new float[] {i % 2}, some);
    }
    assertThat(Environments.supplier("Pendulum-v1?velocities=false").get().observationSpace())
        .isEqualTo(jackdaw.space.Box.of(-1, 1, 2));
  }

  @Test
  void shouldGiveNumbers() {
    assertThat(Environments.supplier("Cue-v1?length=4&cues=7").get().observationSpace().size())
        .isEqualTo(8);
    assertThat(Environments.supplier("Cue-v1").get().observationSpace().size()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CartPole-v1?velocites=false | environment CartPole-v1 has no option named velocites: did you "
            + "mean velocities?",
        "Cue-v1?colour=red | environment Cue-v1 has no option named colour: choose one of length, "
            + "cues, reward-noise, reward-scale",
        "GridWorld-v1?size=3 | environment GridWorld-v1 has no option named size: choose one of "
            + "reward-noise, reward-scale",
        "FrozenLake-v1?map=5x5 | option map of environment FrozenLake-v1 is 5x5, where 4x4 or 8x8 is "
            + "expected",
        "FrozenLake-v1?success-rate=2 | option success-rate of environment FrozenLake-v1 is 2, where a "
            + "number from 0.01 to 1.0 is expected",
        "Taxi-v3?rainy=true | environment Taxi-v3 has no option named rainy: choose one of "
            + "reward-noise, reward-scale",
        "CartPole-v1?velocities=no | option velocities of environment CartPole-v1 is no, where true "
            + "or false is expected",
        "Cue-v1?length=-1 | option length of environment Cue-v1 is -1, where a whole number from 0 "
            + "to 1000000 is expected",
        "Cue-v1?length | environment Cue-v1?length: option 'length' is not of the form key=value: write it like "
            + "Cue-v1?key=value",
        "Cue-v1? | environment Cue-v1?: option '' is not of the form key=value: write it like Cue-v1?key=value",
        "Cue-v1?cues=3&cues=4 | environment Cue-v1?cues=3&cues=4: option cues is given twice: give "
            + "it once",
        "CartPol-v1?velocities=false | environment CartPol-v1 is unknown: did you mean CartPole-v1? "
            + "./jackdaw list environments shows all"
      })
  void shouldSayWhatIsWrong(String id, String message) {
    assertThatThrownBy(() -> Environments.supplier(id))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  /**
   * The noise repeats with its seed, differs from that of another seed, and has the requested
   * deviation.
   */
  @Test
  void shouldAddNoiseToWhatIsLearntFrom() {
    Environment noisy = Environments.supplier("CartPole-v1?reward-noise=0.5").get();
    Step step = new Step(4);
    double sum = 0;
    double squares = 0;
    int steps = 0;
    for (int seed = 0; seed < 1000; seed++) {
      noisy.reset(seed, step.observation);
      step.clear();
      for (int i = 0; !step.ended(); i++, steps++) {
        step.clear();
        noisy.step(new float[] {i % 2}, step);
        assertThat(step.taskReward()).isEqualTo(1);
        sum += step.reward;
        squares += (step.reward - 1) * (step.reward - 1);
      }
    }
    // Over some 30,000 steps the standard deviation of a mean is 0.003, that of a variance of 0.25
    // is 0.002.
    assertThat(steps).isGreaterThan(20_000);
    assertThat(sum / steps).isBetween(0.985, 1.015);
    assertThat(squares / steps).isBetween(0.24, 0.26);
    double first = firstReward(noisy, 5);
    assertThat(firstReward(noisy, 6)).isNotEqualTo(first);
    assertThat(firstReward(noisy, 5)).isEqualTo(first);
  }

  private static double firstReward(Environment environment, long seed) {
    Step step = new Step(4);
    environment.reset(seed, step.observation);
    environment.step(new float[1], step);
    return step.reward;
  }

  @Test
  void shouldScaleWhatIsLearntFrom() {
    Environment scaled = Environments.supplier("GridWorld-v1?reward-scale=100").get();
    Step step = new Step(1);
    scaled.reset(1, step.observation);
    scaled.step(new float[] {1}, step);
    assertThat(step.reward).isEqualTo(-100);
    assertThat(step.taskReward()).isEqualTo(-1);
    // Noise is in the task's own units, and is scaled together with the rewards.
    double noise = firstReward(Environments.supplier("CartPole-v1?reward-noise=0.5").get(), 5) - 1;
    assertThat(
        firstReward(
            Environments.supplier("CartPole-v1?reward-noise=0.5&reward-scale=2").get(), 5))
        .isEqualTo(2 * (1 + noise));
  }

  /**
   * A seed has no effect in a task without randomness; the cliff has no limit, as in Gymnasium.
   */
  @Test
  void shouldHaveSoundEnvironments() {
    Set<String> fixed =
        Set.of("CliffWalking-v1", "CliffWalkingSlippery-v1", "DeepSea-v0", "GridWorld-v1");
    for (String id : Environments.ids()) {
      assertThat(EnvironmentChecker.check(Environments.supplier(id)))
          .as(id)
          .allMatch(
              finding -> fixed.contains(id)
                  && (finding.kind() == Finding.Kind.SEED_WITHOUT_EFFECT
                      || (finding.kind() == Finding.Kind.NEVER_ENDS && id.startsWith("Cliff"))));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Acrobot-v1?velocities=false", "CartPole-v1?velocities=false",
        "CartPoleSwingUp-v1?velocities=false", "Cue-v1?length=3", "MountainCar-v0?velocities=false",
        "Pendulum-v1?velocities=false", "FrozenLake-v1?map=8x8", "FrozenLake-v1?success-rate=0.5",
        "Taxi-v4?rainy=true&fickle=true", "Blackjack-v1?sab=false&natural=true",
        "MemoryLength-v0?length=3", "Umbrella-v0?length=3&distractors=0",
        "Catch-v0?reward-noise=0.5&reward-scale=10", "TicTacToe-v0?reward-noise=1"
      })
  void shouldBeSound(String id) {
    assertThat(EnvironmentChecker.check(Environments.supplier(id))).isEmpty();
  }
}
