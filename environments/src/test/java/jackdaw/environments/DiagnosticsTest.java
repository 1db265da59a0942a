package jackdaw.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environment.TabularModel;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the rules of the diagnostic tasks, as the paper on bsuite describes them. */
class DiagnosticsTest {
  private static Step step(Environment environment) {
    return new Step(environment.observationSpace().size());
  }

  private static void act(Environment environment, Step step, int action) {
    step.clear();
    environment.step(new float[] {action}, step);
  }

  /** Moves below the ball, which falls one row a step, or away from it. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldRewardTheCatch(boolean skilled) {
    Catch game = new Catch();
    Step step = step(game);
    boolean[] columns = new boolean[5];
    for (int seed = 0; seed < 100; seed++) {
      game.reset(seed, step.observation);
      int ball = 0;
      while (step.observation[ball] == 0) {
        ball++;
      }
      columns[ball] = true;
      assertThat(step.observation[9 * 5 + 2]).isEqualTo(1);
      int paddle = 2;
      for (int row = 1; row < 10; row++) {
        int target = skilled ? ball : (ball + 2) % 5;
        int move = Integer.signum(target - paddle);
        act(game, step, move + 1);
        paddle += move;
        float[] board = new float[50];
        board[row * 5 + ball] = 1;
        board[45 + paddle] = 1;
        assertThat(step.observation).containsExactly(board);
        assertThat(step.terminated).isEqualTo(row == 9);
        assertThat(step.reward).isEqualTo(row < 9 ? 0 : skilled ? 1 : -1);
      }
    }
    assertThat(columns).containsOnly(true);
    assertThat(game.observationSpace()).isEqualTo(Box.of(0, 1, 10, 5));
    assertThat(game.render().orElseThrow().contains("@")).isEqualTo(skilled);
  }

  private static double dive(DeepSea sea, int rightSteps) {
    Step step = step(sea);
    TabularModel model = sea.model().orElseThrow();
    sea.reset(1, step.observation);
    double sum = 0;
    for (int i = 0; i < sea.size(); i++) {
      assertThat(step.terminated).isFalse();
      int cell = (int) step.observation[0];
      assertThat(cell / sea.size()).isEqualTo(i);
      int right = model.reward(model.firstOutcome(cell, 0)) != 0 ? 0 : 1;
      int action = i < rightSteps ? right : 1 - right;
      act(sea, step, action);
      int outcome = model.firstOutcome(cell, action);
      assertThat(step.observation[0]).isEqualTo(model.next(outcome));
      assertThat(step.reward).isEqualTo(model.reward(outcome));
      assertThat(step.terminated).isEqualTo(model.ends(outcome));
      sum += step.reward;
    }
    assertThat(step.terminated).isTrue();
    return sum;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 42})
  void shouldRewardOnlyTheWholeDiveToTheRight(int mapping) {
    DeepSea sea = new DeepSea(10, mapping);
    assertThat(dive(sea, 10)).isCloseTo(0.99, within(1e-12));
    assertThat(dive(sea, 9)).isCloseTo(-0.009, within(1e-12));
    assertThat(dive(sea, 0)).isZero();
    assertThat(sea.observationSpace()).isEqualTo(new Discrete(100));
  }

  /** One of the 2^size sequences of actions leads to the treasure, under every mapping. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 42})
  void shouldHideTheTreasureBehindOneSequence(int mapping) {
    DeepSea sea = new DeepSea(6, mapping);
    Step step = step(sea);
    int found = 0;
    for (int sequence = 0; sequence < 64; sequence++) {
      sea.reset(0, step.observation);
      for (int i = 0; i < 6; i++) {
        act(sea, step, sequence >> i & 1);
      }
      found += step.reward > 0.5 ? 1 : 0;
    }
    assertThat(found).isEqualTo(1);
  }

  /** In the plain sea action 1 goes right in every cell; in another sea in about half of them. */
  @Test
  void shouldDrawWhichActionGoesToTheRight() {
    assertThat(actionsToTheRight(0)).isEqualTo(100);
    assertThat(actionsToTheRight(42)).isBetween(30, 70).isEqualTo(actionsToTheRight(42));
    assertThat(new DeepSea(10, 43).model().orElseThrow().next(0)).isNotNegative();
  }

  private static int actionsToTheRight(int mapping) {
    TabularModel model = new DeepSea(10, mapping).model().orElseThrow();
    int count = 0;
    for (int cell = 0; cell < 100; cell++) {
      count += model.reward(model.firstOutcome(cell, 1)) != 0 ? 1 : 0;
    }
    return count;
  }

  @Test
  void shouldShowTheBitOnceAndAskForItAtTheEnd() {
    MemoryLength memory = new MemoryLength(4);
    Step step = step(memory);
    int ones = 0;
    for (int seed = 0; seed < 1000; seed++) {
      memory.reset(seed, step.observation);
      int bit = step.observation[1] == 1 ? 1 : 0;
      ones += bit;
      assertThat(step.observation).containsExactly(1, 2 * bit - 1);
      for (int time = 1; time <= 4; time++) {
        act(memory, step, 1 - bit);
        assertThat(step.observation).containsExactly((4 - time) / 4f, 0);
        assertThat(step.reward).isZero();
        assertThat(step.ended()).isFalse();
      }
      act(memory, step, seed % 2 == 0 ? bit : 1 - bit);
      assertThat(step.reward).isEqualTo(seed % 2 == 0 ? 1 : -1);
      assertThat(step.terminated).isTrue();
    }
    // 500 with a standard deviation of 16.
    assertThat(ones).isBetween(430, 570);
  }

  @Test
  void shouldJudgeTheUmbrellaAtTheEnd() {
    Umbrella walk = new Umbrella(5, 3);
    Step step = step(walk);
    double noise = 0;
    float[] means = new float[6];
    int episodes = 2000;
    for (int seed = 0; seed < episodes; seed++) {
      walk.reset(seed, step.observation);
      int rain = (int) step.observation[0];
      assertThat(step.observation[2]).isEqualTo(1);
      int taken = seed % 2;
      for (int time = 1; time <= 5; time++) {
        // Only the first action counts.
        act(walk, step, time == 1 ? taken : 1 - taken);
        assertThat(step.observation).startsWith(rain, taken, (5 - time) / 5f);
        assertThat(step.terminated).isEqualTo(time == 5);
        if (time < 5) {
          assertThat(Math.abs(step.reward)).isEqualTo(1);
          noise += step.reward;
        }
      }
      assertThat(step.reward).isEqualTo(taken == rain ? 1 : -1);
      for (int i = 0; i < 6; i++) {
        means[i] += step.observation[i] / episodes;
      }
    }
    // Coins: the standard deviation of their sum is 89, of their mean 0.011.
    assertThat(noise).isBetween(-360.0, 360.0);
    for (int i : new int[] {0, 3, 4, 5}) {
      assertThat(means[i]).isBetween(0.45f, 0.55f);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Catch-v0", "DeepSea-v0", "MemoryLength-v0", "Umbrella-v0"})
  void shouldRefuseWhatIsNotPossible(String id) {
    Environment environment = Environments.supplier(id).get();
    Step step = step(environment);
    assertThatThrownBy(() -> act(environment, step, 0)).isInstanceOf(IllegalStateException.class);
    environment.reset(1, step.observation);
    assertThatThrownBy(() -> act(environment, step, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("action 3.0 is not possible: use 0");
  }
}
