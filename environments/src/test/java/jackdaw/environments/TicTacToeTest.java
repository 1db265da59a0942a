package jackdaw.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.environment.Step;
import jackdaw.environment.check.EnvironmentChecker;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TicTacToeTest {
  private final TicTacToe game = new TicTacToe();
  private final Step step = new Step(9);
  private final float[] board = new float[9];

  private void set(int cell) {
    step.clear();
    game.step(new float[] {cell}, step);
    System.arraycopy(step.observation, 0, board, 0, 9);
  }

  private int count(float sign) {
    int count = 0;
    for (float cell : board) {
      count += cell == sign ? 1 : 0;
    }
    return count;
  }

  private boolean hasThree(float sign) {
    for (int i = 0; i < 3; i++) {
      if ((board[3 * i] == sign && board[3 * i + 1] == sign && board[3 * i + 2] == sign)
          || (board[i] == sign && board[3 + i] == sign && board[6 + i] == sign)) {
        return true;
      }
    }
    return board[4] == sign
        && ((board[0] == sign && board[8] == sign) || (board[2] == sign && board[6] == sign));
  }

  /** Plays the first legal cell from some cell on, and judges every end by the board alone. */
  @Test
  void shouldEndGamesAsTheBoardSays() {
    int[] ends = new int[3];
    boolean[] legal = new boolean[9];
    for (int seed = 0; seed < 300; seed++) {
      game.reset(seed, board);
      assertThat(count(0)).isEqualTo(9);
      do {
        Arrays.fill(legal, false);
        game.legalActions(legal);
        int cell = seed % 9;
        while (!legal[cell]) {
          assertThat(board[cell]).isNotZero();
          cell = (cell + 4) % 9;
        }
        assertThat(board[cell]).isZero();
        set(cell);
        assertThat(board[cell]).isEqualTo(1);
        assertThat(step.reward).isEqualTo(hasThree(1) ? 1 : hasThree(2) ? -1 : 0);
        assertThat(step.terminated).isEqualTo(hasThree(1) || hasThree(2) || count(0) == 0);
        assertThat(count(2)).isEqualTo(count(1) - (hasThree(1) || count(0) == 0 ? 1 : 0));
      } while (!step.terminated);
      ends[(int) step.reward + 1]++;
    }
    assertThat(ends).doesNotContain(0);
  }

  /** Finds the best play by searching all games, with equally likely moves of the opponent. */
  @Test
  void shouldBeSolvedByBetterPlayThanChance() {
    double best = value(new int[9], true);
    double chance = value(new int[9], false);
    assertThat(best).isBetween(0.99, 1.0);
    assertThat(chance).isLessThan(0.4);
    assertThat(game.solvedReturn().orElseThrow()).isBetween(chance, best);
  }

  private static double value(int[] cells, boolean best) {
    double most = -1;
    double sum = 0;
    int moves = 0;
    for (int cell = 0; cell < 9; cell++) {
      if (cells[cell] == 0) {
        cells[cell] = 1;
        double value = three(cells, 1) ? 1 : answers(cells, best);
        cells[cell] = 0;
        most = Math.max(most, value);
        sum += value;
        moves++;
      }
    }
    return best ? most : sum / moves;
  }

  private static double answers(int[] cells, boolean best) {
    double sum = 0;
    int moves = 0;
    for (int cell = 0; cell < 9; cell++) {
      if (cells[cell] == 0) {
        cells[cell] = 2;
        sum += three(cells, 2) ? -1 : value(cells, best);
        cells[cell] = 0;
        moves++;
      }
    }
    return moves == 0 ? 0 : sum / moves;
  }

  private static boolean three(int[] c, int s) {
    for (int i = 0; i < 3; i++) {
      if ((c[3 * i] & c[3 * i + 1] & c[3 * i + 2]) == s || (c[i] & c[3 + i] & c[6 + i]) == s) {
        return true;
      }
    }
    return (c[0] & c[4] & c[8]) == s || (c[2] & c[4] & c[6]) == s;
  }

  @Test
  void shouldRefuseIllegalActionsAndStepWithoutEpisode() {
    assertThatThrownBy(() -> set(0)).isInstanceOf(IllegalStateException.class);
    game.reset(1, board);
    set(4);
    assertThatThrownBy(() -> set(4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("action 4.0 is not legal: choose an empty cell, 0 to 8");
    assertThatThrownBy(() -> set(9)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldDrawTheBoard() {
    game.reset(1, board);
    assertThat(game.render().orElseThrow().lines()).containsExactly(". . .", ". . .", ". . .");
    set(4);
    assertThat(game.render().orElseThrow()).contains("X").contains("O");
  }

  @Test
  void shouldBeSound() {
    assertThat(EnvironmentChecker.check(Environments.supplier("TicTacToe-v0"))).isEmpty();
  }
}
