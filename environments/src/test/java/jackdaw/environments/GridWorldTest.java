package jackdaw.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.environment.Step;
import jackdaw.environment.check.EnvironmentChecker;
import jackdaw.environment.check.Finding;
import jackdaw.environments.GridWorld.Cell;
import jackdaw.space.Discrete;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GridWorldTest {
  private static final int LEFT = 0;
  private static final int RIGHT = 1;
  private static final int UP = 2;
  private static final int DOWN = 3;

  private final GridWorld world = new GridWorld();
  private final Step step = new Step(1);
  private final List<Integer> cells = new ArrayList<>();
  private final List<Double> rewards = new ArrayList<>();

  private void walk(GridWorld through, int... actions) {
    float[] first = new float[1];
    through.reset(0, first);
    cells.add((int) first[0]);
    for (int action : actions) {
      step.clear();
      through.step(new float[] {action}, step);
      cells.add((int) step.observation[0]);
      rewards.add(step.reward);
    }
  }

  /** R_S1 = −12, R_S2 = −11, R_S3 = −10 in the worked example. */
  @Test
  void shouldGiveTheReturnsOfTheWorkedExample() {
    walk(world, RIGHT, DOWN, DOWN);

    assertThat(cells).containsExactly(0, 1, 4, 7);
    assertThat(rewards).containsExactly(-1.0, -1.0, -10.0);
    assertThat(step.terminated).isTrue();
    double following = 0;
    List<Double> returns = new ArrayList<>();
    for (double reward : rewards.reversed()) {
      following += reward;
      returns.addFirst(following);
    }
    assertThat(returns).containsExactly(-12.0, -11.0, -10.0);
  }

  @Test
  void shouldRewardGoalWithBestReturn() {
    walk(world, RIGHT, RIGHT, DOWN, DOWN);

    assertThat(cells).containsExactly(0, 1, 2, 5, 8);
    assertThat(step.terminated).isTrue();
    assertThat(rewards.stream().mapToDouble(r -> r).sum()).isEqualTo(7);
    assertThat(world.solvedReturn()).hasValue(7);
  }

  @Test
  void shouldStayInPlaceAtEdges() {
    walk(world, LEFT, UP, RIGHT, RIGHT, RIGHT, DOWN, LEFT, LEFT, DOWN, DOWN);

    assertThat(cells).containsExactly(0, 0, 0, 1, 2, 2, 5, 4, 3, 6, 6);
    assertThat(rewards).containsOnly(-1.0);
    assertThat(step.ended()).isFalse();
  }

  @Test
  void shouldTakeOtherGrids() {
    GridWorld corridor = new GridWorld(1, 5, new Cell(0, 2), new Cell(0, 0), new Cell(0, 4));
    walk(corridor, RIGHT, DOWN, RIGHT);

    assertThat(cells).containsExactly(2, 3, 3, 4);
    assertThat(rewards).containsExactly(-1.0, -1.0, 10.0);
    assertThat(corridor.solvedReturn()).hasValue(9);
    assertThat(corridor.observationSpace()).isEqualTo(new Discrete(5));
    assertThat(corridor.actionSpace()).isEqualTo(new Discrete(4));
  }

  @Test
  void shouldCountTrapAsBestWhereGoalIsTooFar() {
    GridWorld far = new GridWorld(1, 40, new Cell(0, 1), new Cell(0, 0), new Cell(0, 39));

    assertThat(far.solvedReturn()).hasValue(-10);
  }

  @Test
  void shouldRejectGridsThatCannotBeWalked() {
    Cell first = new Cell(0, 0);
    assertThatThrownBy(() -> new GridWorld(1, 3, first, new Cell(0, 1), new Cell(0, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be reached from");
    assertThatThrownBy(() -> new GridWorld(2, 2, first, new Cell(2, 0), new Cell(1, 1)))
        .hasMessage("trap Cell[row=2, column=0] lies outside of 2 rows and 2 columns");
    assertThatThrownBy(() -> new GridWorld(2, 2, first, first, new Cell(1, 1)))
        .hasMessageContaining("must be three cells");
  }

  @Test
  void shouldRefuseOtherActionsAndStepWithoutEpisode() {
    assertThatThrownBy(() -> world.step(new float[1], step))
        .isInstanceOf(IllegalStateException.class);
    walk(world, RIGHT);
    assertThatThrownBy(() -> world.step(new float[] {4}, step))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("action 4.0 is not possible: use 0 (left)");
    walk(world, RIGHT, DOWN, DOWN);
    assertThatThrownBy(() -> world.step(new float[1], step))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void shouldDrawWalker() {
    walk(world);
    assertThat(world.render().orElseThrow().lines()).containsExactly("@ . .", ". . .", ". T G");
    walk(world, RIGHT, DOWN);
    assertThat(world.render().orElseThrow().lines()).containsExactly("S . .", ". ↓ .", ". T G");
  }

  @Test
  void shouldBeSoundButForChance() {
    assertThat(EnvironmentChecker.check(Environments.supplier("GridWorld-v1")))
        .extracting(Finding::kind)
        .containsExactly(Finding.Kind.SEED_WITHOUT_EFFECT);
  }
}
