package jackdaw.gymnasium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentException;
import jackdaw.environment.Step;
import jackdaw.environment.Transitions;
import jackdaw.environment.VectorEnvironment;
import jackdaw.environments.Environments;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Games of the real ale_py. */
class AtariTest {
  private static final String PACMAN = "gym:ALE/MsPacman-v5";

  @BeforeAll
  static void needPackages() {
    Installed.python("gymnasium", "ale_py");
  }

  @Test
  void shouldShowFourSmallGreyPictures() {
    try (Environment pong = Environments.supplier("gym:ALE/Pong-v5").get()) {
      assertThat(pong.observationSpace()).isEqualTo(Box.of(0, 255, 4, 84, 84));
      assertThat(pong.actionSpace()).isEqualTo(new Discrete(6));
      assertThat(pong.picture()).hasValueSatisfying(picture -> {
        assertThat(picture.width()).isEqualTo(3 * 84);
        assertThat(picture.height()).isEqualTo(3 * 84);
      });
      float[] first = new float[4 * 84 * 84];
      Step step = new Step(first.length);
      pong.reset(3, first);
      pong.step(new float[] {2}, step);
      // the stack moves on by one picture
      int picture = 84 * 84;
      assertThat(Arrays.copyOf(step.observation, 3 * picture))
          .isEqualTo(Arrays.copyOfRange(first, picture, 4 * picture));
    }
  }

  @Test
  void shouldTellLostLivesAndSignsOfRewardsBesideTheGameItself() {
    try (Environment pacman = Environments.supplier(PACMAN).get()) {
      Step step = new Step(pacman.observationSpace().size());
      RandomStream random = new RandomStream(4);
      pacman.reset(1, step.observation);
      int lost = 0;
      double points = 0;
      Set<Double> learnt = new HashSet<>();
      while (!step.ended()) {
        step.clear();
        pacman.step(new float[] {random.nextInt(9)}, step);
        lost += step.lifeLost ? 1 : 0;
        points += step.taskReward();
        learnt.add(step.reward);
      }
      assertThat(step.terminated).isTrue();
      assertThat(step.lifeLost).isFalse();
      assertThat(lost).isEqualTo(2);
      assertThat(learnt).containsExactlyInAnyOrder(0.0, 1.0);
      assertThat(points).isGreaterThan(50);
      assertThat(points % 10).isZero();
    }
  }

  /** Breakout gives out no ball before FIRE, and nobody else presses it here. */
  @ParameterizedTest
  @CsvSource({"true, 4", "false, 0"})
  void shouldFireAtTheStartAndAfterEachLostLife(boolean fires, int livesLost) {
    String id = "gym:ALE/Breakout-v5?use_fire_reset=" + fires;
    try (Environment breakout = Environments.supplier(id).get()) {
      Step step = new Step(breakout.observationSpace().size());
      breakout.reset(1, step.observation);
      int lost = 0;
      for (int t = 0; t < 400 && !step.ended(); t++) {
        step.clear();
        breakout.step(new float[1], step);
        lost += step.lifeLost ? 1 : 0;
      }
      assertThat(lost).isEqualTo(livesLost);
      assertThat(step.terminated).isEqualTo(fires);
    }
  }

  @Test
  void shouldTakeOptionsAndLeaveTheGameAloneIfAsked() {
    try (Environment plain =
        Environments.supplier(PACMAN + "?episodic_life=false&reward_clipping=false").get()) {
      Step step = new Step(plain.observationSpace().size());
      RandomStream random = new RandomStream(4);
      plain.reset(1, step.observation);
      double largest = 0;
      while (!step.ended()) {
        step.clear();
        plain.step(new float[] {random.nextInt(9)}, step);
        assertThat(step.lifeLost).isFalse();
        largest = Math.max(largest, step.reward);
      }
      assertThat(largest).isGreaterThanOrEqualTo(10);
    }
    try (Environment raw = Environments.supplier("gym:ALE/Pong-v5?preprocessing=false").get()) {
      assertThat(raw.observationSpace()).isEqualTo(Box.of(0, 255, 210, 160, 3));
    }
    assertThatThrownBy(() -> Environments.supplier("gym:ALE/Pong-v5?frame_skp=2").get())
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("frame_skp");
    assertThatThrownBy(() -> Environments.supplier("gym:ALE/Pnog-v5").get())
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("gym:ALE/Pnog-v5 cannot be used");
  }

  /** The batch against the same games one by one, each episode from a seed of its own. */
  @Test
  void shouldStepABatchLikeSingleGames() {
    int count = 2;
    var source = Environments.supplier(PACMAN);
    try (VectorEnvironment batch = VectorEnvironment.of(source, count);
        VectorEnvironment singles = VectorEnvironment.of(() -> source.get(), count)) {
      int size = batch.observationSpace().size();
      float[] first = new float[count * size];
      float[] other = new float[count * size];
      batch.reset(11, first);
      singles.reset(11, other);
      assertThat(first).isEqualTo(other);
      Transitions ahead = new Transitions(count, size);
      Transitions plain = new Transitions(count, size);
      RandomStream random = new RandomStream(5);
      int ends = 0;
      int lost = 0;
      for (int t = 0; t < 600; t++) {
        float[] actions = {random.nextInt(9), random.nextInt(9)};
        batch.step(actions, ahead);
        singles.step(actions, plain);
        assertThat(ahead.observations).isEqualTo(plain.observations);
        assertThat(ahead.rewards).containsExactly(plain.rewards);
        assertThat(ahead.terminated).containsExactly(plain.terminated);
        assertThat(ahead.livesLost).containsExactly(plain.livesLost);
        assertThat(ahead.episodeReturns).containsExactly(plain.episodeReturns);
        for (int i = 0; i < count; i++) {
          ends += ahead.ended(i) ? 1 : 0;
          lost += ahead.livesLost[i] ? 1 : 0;
        }
      }
      assertThat(ends).isPositive();
      assertThat(lost).isGreaterThan(ends);
    }
  }
}
