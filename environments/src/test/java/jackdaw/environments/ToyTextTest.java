package jackdaw.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environment.TabularModel;
import jackdaw.environment.TimeLimit;
import jackdaw.space.Discrete;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with the models and recordings of Gymnasium's toy text tasks by record_toy_text.py. */
class ToyTextTest {
  private final Step step = new Step(1);

  static List<String> lines(String name) throws IOException {
    try (InputStream in = ToyTextTest.class.getResourceAsStream(name + ".csv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  /** The recorded outcomes of a state and action. */
  private static List<String> outcomes(TabularModel model, int state, int action) {
    List<String> outcomes = new ArrayList<>();
    for (int o = model.firstOutcome(state, action); o < model.endOutcome(state, action); o++) {
      outcomes.add(
          "%s:%d:%d:%d"
              .formatted(
                  model.probability(o),
                  model.next(o),
                  (int) model.reward(o),
                  model.ends(o) ? 1 : 0));
    }
    return outcomes;
  }

  /**
   * Compares every number of every state and action, in double precision, in Gymnasium's order.
   */
  @ParameterizedTest
  @CsvSource({
    "frozenlake-4x4, FrozenLake-v1",
    "frozenlake-4x4-dry, FrozenLake-v1?slippery=false",
    "frozenlake-4x4-rate, FrozenLake-v1?success-rate=0.7",
    "frozenlake-8x8-short, FrozenLake-v1?map=8x8",
    "frozenlake-8x8, FrozenLake8x8-v1",
    "cliffwalking, CliffWalking-v1",
    "cliffwalking-slippery, CliffWalking-v1?slippery=true",
    "cliffwalking-slippery, CliffWalkingSlippery-v1",
    "taxi, Taxi-v3",
    "taxi, Taxi-v4",
    "taxi-rainy, Taxi-v4?rainy=true"
  })
  void shouldBeGymnasiumsTable(String recording, String id) throws IOException {
    Environment environment = Environments.supplier(id).get();
    TabularModel model = environment.model().orElseThrow();
    List<String> lines = lines(recording + "-table");
    String[] limits = lines.get(1).split(" ", -1);
    assertThat(environment instanceof TimeLimit limit ? "" + limit.maxSteps() : "None")
        .isEqualTo(limits[2]);
    assertThat(environment.observationSpace()).isEqualTo(new Discrete(model.states()));
    assertThat(environment.actionSpace()).isEqualTo(new Discrete(model.actions()));
    int[] starts = Arrays.stream(lines.get(2).substring("starts,".length()).split(" "))
        .mapToInt(Integer::parseInt).toArray();
    for (int state = 0; state < model.states(); state++) {
      assertThat(model.startProbability(state))
          .isEqualTo(Arrays.binarySearch(starts, state) < 0 ? 0 : 1.0 / starts.length);
    }
    for (String line : lines.subList(3, lines.size())) {
      String[] fields = line.split(",", -1);
      int state = Integer.parseInt(fields[0]);
      int action = Integer.parseInt(fields[1]);
      assertThat(outcomes(model, state, action)).as("state %d, action %d", state, action)
          .containsExactly(fields[2].split(" "));
    }
    assertThat(lines).hasSize(3 + model.states() * model.actions());
  }

  /**
   * The thresholds of the ids, where Gymnasium has one; a large lake has its own under the small
   * lake's id, too.
   */
  @ParameterizedTest
  @CsvSource({
    "frozenlake-4x4, FrozenLake-v1", "frozenlake-8x8, FrozenLake8x8-v1",
    "cliffwalking, CliffWalking-v1", "taxi, Taxi-v3", "blackjack-book, Blackjack-v1"
  })
  void shouldHaveGymnasiumsThreshold(String recording, String id) throws IOException {
    String file = recording.startsWith("blackjack") ? recording : recording + "-table";
    String threshold = lines(file).get(1).split(" ", -1)[4];
    Environment environment = Environments.supplier(id).get();
    if (threshold.equals("None")) {
      assertThat(environment.solvedReturn()).isEmpty();
    } else {
      assertThat(environment.solvedReturn()).hasValue(Double.parseDouble(threshold));
    }
  }

  private static TabularEnvironment toyText(String recording) {
    return switch (recording) {
      case "frozenlake-4x4" -> new FrozenLake(FrozenLake.Lake.SMALL, true, 1.0 / 3);
      case "frozenlake-8x8" -> new FrozenLake(FrozenLake.Lake.LARGE, true, 1.0 / 3);
      case "cliffwalking-slippery" -> new CliffWalking(true);
      case "taxi" -> new Taxi(false, false);
      case "taxi-rainy" -> new Taxi(true, false);
      default -> throw new IllegalArgumentException(recording);
    };
  }

  /** Plays whole episodes with the numbers that Gymnasium drew in them. */
  @ParameterizedTest
  @ValueSource(
      strings = {"frozenlake-4x4", "frozenlake-8x8", "cliffwalking-slippery", "taxi", "taxi-rainy"})
  void shouldPlayEpisodesLikeGymnasium(String recording) throws IOException {
    TabularEnvironment environment = toyText(recording);
    TabularModel model = environment.model().orElseThrow();
    int ends = 0;
    List<String> lines = lines(recording);
    for (String line : lines.subList(2, lines.size())) {
      double[] f = Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray();
      if (f[1] == -1) {
        environment.start(model.drawStart(f[2]));
      } else {
        step.clear();
        environment.act((int) f[1], f[2], step);
        assertThat(step.observation[0]).isEqualTo((float) f[3]);
        assertThat(step.reward).isEqualTo(f[4]);
        assertThat(step.terminated).isEqualTo(f[5] == 1);
        ends += step.terminated ? 1 : 0;
      }
      assertThat(environment.state()).as(line).isEqualTo((int) f[3]);
    }
    assertThat(ends).isPositive();
  }

  /** The model has each recorded step, between states that include the passenger's plan. */
  @Test
  void shouldHaveFicklePassengersLikeGymnasium() throws IOException {
    TabularModel model = new Taxi(true, true).model().orElseThrow();
    int changes = 0;
    int state = -1;
    List<String> lines = lines("taxi-fickle");
    for (String line : lines.subList(2, lines.size())) {
      int[] f = Arrays.stream(line.split(",")).mapToInt(Integer::parseInt).toArray();
      int next = f[2] * 500 + f[3];
      if (f[1] == -1) {
        assertThat(model.startProbability(next)).isEqualTo((f[2] == 1 ? 0.3 : 0.7) / 300);
      } else {
        int from = state;
        int to = next;
        assertThat(outcomes(model, from, f[1])).as(line)
            .anyMatch(o -> o.contains(":%d:%d:%d".formatted(to, f[4], f[5])));
        changes += Taxi.destination(from % 500) != Taxi.destination(to % 500) ? 1 : 0;
      }
      state = next;
    }
    assertThat(changes).isPositive();
  }

  /** For each other destination, a third of the probability of a rainy move to a free cell. */
  @Test
  void shouldLetFicklePassengersChooseAlike() {
    TabularModel model = new Taxi(false, true).model().orElseThrow();
    int state = ((2 * 5 + 2) * 5 + Taxi.IN_TAXI) * 4 + 1;
    int north = ((1 * 5 + 2) * 5 + Taxi.IN_TAXI) * 4;
    assertThat(outcomes(model, 500 + state, 1))
        .containsExactly(
            1.0 / 3 + ":" + north + ":-1:0",
            1.0 / 3 + ":" + (north + 2) + ":-1:0",
            1.0 / 3 + ":" + (north + 3) + ":-1:0");
    assertThat(outcomes(model, state, 1)).containsExactly("1.0:" + (north + 1) + ":-1:0");
    // A waiting passenger has not been moved.
    assertThat(outcomes(model, 500 + (2 * 5 + 2) * 20 + 1, 1))
        .containsExactly("1.0:" + (500 + (1 * 5 + 2) * 20 + 1) + ":-1:0");
    assertThat(new Taxi(false, true).observationSpace()).isEqualTo(new Discrete(500));
  }

  /** Steps are drawn with the model's probabilities: of 30,000 each third is 10,000 ± 82. */
  @Test
  void shouldSlipAsOftenAsItShould() {
    FrozenLake lake = new FrozenLake(FrozenLake.Lake.LARGE, true, 1.0 / 3);
    lake.reset(3, step.observation);
    int[] counts = new int[64];
    for (int i = 0; i < 30_000; i++) {
      lake.start(9);
      step.clear();
      lake.step(new float[] {2}, step);
      counts[(int) step.observation[0]]++;
    }
    assertThat(counts[10]).isBetween(9600, 10_400);
    assertThat(counts[1]).isBetween(9600, 10_400);
    assertThat(counts[17]).isBetween(9600, 10_400);
    assertThat(counts[10] + counts[1] + counts[17]).isEqualTo(30_000);
  }

  @Test
  void shouldRefuseWhatIsNoActionAndStepsWithoutEpisode() {
    TabularEnvironment taxi = new Taxi(false, false);
    assertThatThrownBy(() -> taxi.step(new float[1], step))
        .isInstanceOf(IllegalStateException.class);
    taxi.reset(1, step.observation);
    for (float action : new float[] {-1, 6, 0.5f, Float.NaN}) {
      assertThatThrownBy(() -> taxi.step(new float[] {action}, step))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "action %s is not possible: use 0 (south), 1 (north), 2 (east), 3 (west), 4 (pick up) "
                  + "or 5 (drop off)",
              action);
    }
  }

  @Test
  void shouldDrawThemInText() {
    FrozenLake lake = new FrozenLake(FrozenLake.Lake.SMALL, false, 1);
    lake.reset(1, step.observation);
    assertThat(lake.render().orElseThrow().lines().findFirst()).hasValue("@ F F F");
    lake.step(new float[] {1}, step);
    assertThat(lake.render()).hasValue("S F F F\n↓ H F H\nF F F H\nH F F G");

    CliffWalking cliff = new CliffWalking(false);
    cliff.reset(1, step.observation);
    cliff.step(new float[] {0}, step);
    assertThat(cliff.render().orElseThrow().lines().skip(2))
        .containsExactly("↑ . . . . . . . . . . .", "S C C C C C C C C C C G");

    Taxi taxi = new Taxi(false, false);
    taxi.start(((2 * 5 + 3) * 5 + 2) * 4 + 1);
    assertThat(taxi.render())
        .hasValue(
            """
            +---------+
            |R: | : :G|
            | : | : : |
            | : : :@: |
            | | : | : |
            |y| : |B: |
            +---------+
            passenger at Y, to G""");
  }
}
