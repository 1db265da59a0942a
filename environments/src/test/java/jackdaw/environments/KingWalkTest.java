package jackdaw.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jackdaw.environment.Step;
import jackdaw.environment.check.EnvironmentChecker;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class KingWalkTest {
  private final KingWalk walk = new KingWalk();
  private final Step step = new Step(4);
  private final float[] seen = new float[4];

  private void move(int columns, int rows) {
    step.clear();
    walk.step(new float[] {columns + 1, rows + 1}, step);
    System.arraycopy(step.observation, 0, seen, 0, 4);
  }

  private static int towards(float from, float to) {
    return (int) Math.signum(to - from);
  }

  /** The shortest way takes the larger of the two distances, whose mean over pairs is 2.5926. */
  @Test
  void shouldRewardTheStraightestWayWithItsLength() {
    double sum = 0;
    int episodes = 4000;
    for (int seed = 0; seed < episodes; seed++) {
      walk.reset(seed, seen);
      double distance = Math.max(Math.abs(seen[0] - seen[2]), Math.abs(seen[1] - seen[3]));
      assertThat(distance).isPositive();
      double all = 0;
      do {
        move(towards(seen[0], seen[2]), towards(seen[1], seen[3]));
        all += step.reward;
      } while (!step.terminated);
      assertThat(all).isEqualTo(-distance);
      sum += all;
    }
    assertThat(walk.solvedReturn().orElseThrow()).isCloseTo(sum / episodes - 0.25, within(0.06));
  }

  @Test
  void shouldKeepTheKingOnTheBoard() {
    boolean[] legal = new boolean[6];
    for (int seed = 0; seed < 200; seed++) {
      walk.reset(seed, seen);
      Arrays.fill(legal, false);
      walk.legalActions(legal);
      for (int axis = 0; axis < 2; axis++) {
        assertThat(legal[3 * axis]).isEqualTo(seen[axis] > 0);
        assertThat(legal[3 * axis + 1]).isTrue();
        assertThat(legal[3 * axis + 2]).isEqualTo(seen[axis] < 5);
      }
    }
  }

  @Test
  void shouldRefuseIllegalActionsAndStepWithoutEpisode() {
    assertThatThrownBy(() -> move(0, 0)).isInstanceOf(IllegalStateException.class);
    walk.reset(1, seen);
    while (seen[0] > 0) {
      move(-1, 0);
      assertThat(step.terminated).isFalse();
    }
    assertThatThrownBy(() -> move(-1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("action [0.0, 1.0] is not legal: use 0, 1 and 2, and stay on the board");
    assertThatThrownBy(() -> move(2, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldDrawKingAndGoal() {
    walk.reset(1, seen);
    String[] rows = walk.render().orElseThrow().split("\n");
    assertThat(rows).hasSize(6).allMatch(row -> row.length() == 11);
    assertThat(rows[(int) seen[1]].charAt(2 * (int) seen[0])).isEqualTo('K');
    assertThat(rows[(int) seen[3]].charAt(2 * (int) seen[2])).isEqualTo('G');
  }

  @Test
  void shouldBeSound() {
    assertThat(EnvironmentChecker.check(Environments.supplier("KingWalk-v0"))).isEmpty();
  }
}
