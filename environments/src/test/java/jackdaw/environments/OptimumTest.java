package jackdaw.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environment.TabularModel;
import jackdaw.environment.TimeLimit;
import jackdaw.tabular.Plan;
import jackdaw.tabular.ValueIteration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the best returns by value iteration with known, counted or played ones. */
class OptimumTest {
  private static TabularModel model(String id) {
    try (Environment environment = Environments.supplier(id).get()) {
      return environment.model().orElseThrow();
    }
  }

  private static double optimum(String id) {
    try (Environment environment = Environments.supplier(id).get()) {
      TabularModel model = environment.model().orElseThrow();
      Plan values =
          environment instanceof TimeLimit limit
              ? ValueIteration.within(model, 1, limit.maxSteps())
              : ValueIteration.converged(model, 1, 1e-12);
      return values.startValue(model);
    }
  }

  /** Shortest paths: 13 steps along the cliff; six across the lake, the last with a reward. */
  @Test
  void shouldFindShortestPaths() {
    assertThat(optimum("CliffWalking-v1")).isEqualTo(-13);
    assertThat(optimum("FrozenLake-v1?slippery=false")).isEqualTo(1);
    assertThat(ValueIteration.within(model("FrozenLake-v1?slippery=false"), 1, 6).values()[0])
        .isEqualTo(1);
    assertThat(ValueIteration.within(model("FrozenLake-v1?slippery=false"), 1, 5).values()[0])
        .isZero();
    assertThat(optimum("DeepSea-v0?size=7")).isCloseTo(0.99, within(1e-12));
  }

  /** Each start's return is 20 for the arrival, less 1 for each step before it. */
  @Test
  void shouldDriveTheTaxiByTheShortestWay() {
    double sum = 0;
    int starts = 0;
    for (int passenger = 0; passenger < 4; passenger++) {
      int[] toPassenger = distances(cell(passenger));
      for (int destination = 0; destination < 4; destination++) {
        int ride = distances(cell(destination))[cell(passenger)];
        for (int cell = 0; cell < 25 && destination != passenger; cell++) {
          // The ways, picking up and dropping off; the last step costs nothing.
          sum += 20 - (toPassenger[cell] + 1 + ride);
          starts++;
        }
      }
    }
    assertThat(starts).isEqualTo(300);
    assertThat(sum / starts).isEqualTo(7.93);
    assertThat(optimum("Taxi-v3")).isCloseTo(sum / starts, within(1e-12));
  }

  private static int cell(int place) {
    return Taxi.PLACE_ROWS[place] * 5 + Taxi.PLACE_COLUMNS[place];
  }

  /** Counts steps between cells; the streets are the same in both directions. */
  private static int[] distances(int from) {
    String[] map = {"R: | : :G", " : | : : ", " : : : : ", " | : | : ", "Y| : |B: "};
    int[] distances = new int[25];
    Arrays.fill(distances, -1);
    distances[from] = 0;
    Queue<Integer> next = new ArrayDeque<>();
    next.add(from);
    while (!next.isEmpty()) {
      int at = next.remove();
      int row = at / 5;
      int column = at % 5;
      boolean east = column < 4 && map[row].charAt(2 * column + 1) == ':';
      boolean west = column > 0 && map[row].charAt(2 * column - 1) == ':';
      int[] neighbours = {
        row < 4 ? at + 5 : at, row > 0 ? at - 5 : at, east ? at + 1 : at, west ? at - 1 : at
      };
      for (int neighbour : neighbours) {
        if (distances[neighbour] < 0) {
          distances[neighbour] = distances[at] + 1;
          next.add(neighbour);
        }
      }
    }
    return distances;
  }

  /** Plays the best action for the remaining steps, and compares with the computed return. */
  @ParameterizedTest
  @CsvSource({"FrozenLake-v1, 0.744", "FrozenLake-v1?map=8x8, 0.641", "FrozenLake8x8-v1, 0.913"})
  void shouldGetWhatItComputes(String id, double known) {
    double optimum = optimum(id);
    assertThat(optimum).isCloseTo(known, within(5e-4));
    try (Environment environment = Environments.supplier(id).get()) {
      int limit = ((TimeLimit) environment).maxSteps();
      TabularModel model = environment.model().orElseThrow();
      int[][] best = new int[limit + 1][];
      for (int steps = 1; steps <= limit; steps++) {
        best[steps] = ValueIteration.within(model, 1, steps).actions();
      }
      Step step = new Step(1);
      double sum = 0;
      int episodes = 20_000;
      for (int seed = 0; seed < episodes; seed++) {
        environment.reset(seed, step.observation);
        step.clear();
        for (int left = limit; !step.ended(); left--) {
          step.clear();
          environment.step(new float[] {best[left][(int) step.observation[0]]}, step);
          sum += step.reward;
        }
      }
      // A standard deviation of up to 0.5 an episode: 0.0035 of the mean.
      assertThat(sum / episodes).isCloseTo(optimum, within(0.012));
    }
  }

  /** The best player of blackjack loses a little, in played games, too. */
  @ParameterizedTest
  @CsvSource({"'', -0.0431", "'?sab=false', -0.0466", "'?sab=false&natural=true', -0.0257"})
  void shouldPlayBlackjackAsComputed(String options, double known) {
    String id = "Blackjack-v1" + options;
    double optimum = optimum(id);
    assertThat(optimum).isCloseTo(known, within(1e-4));
    try (Environment environment = Environments.supplier(id).get()) {
      TabularModel model = environment.model().orElseThrow();
      int[] best = ValueIteration.converged(model, 1, 1e-12).actions();
      Step step = new Step(3);
      double sum = 0;
      int games = 600_000;
      for (int seed = 0; seed < games; seed++) {
        environment.reset(seed, step.observation);
        step.clear();
        while (!step.ended()) {
          step.clear();
          int hand = (int) step.observation[0] + (step.observation[2] == 1 ? 22 : 0);
          environment.step(new float[] {best[hand * 10 + (int) step.observation[1] - 1]}, step);
        }
        sum += step.reward;
      }
      // A standard deviation of 0.95 a game: 0.0012 of the mean.
      assertThat(sum / games).isCloseTo(optimum, within(0.005));
    }
  }
}
