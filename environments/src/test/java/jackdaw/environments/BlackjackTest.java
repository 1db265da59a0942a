package jackdaw.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jackdaw.environment.Step;
import jackdaw.environment.TabularModel;
import jackdaw.space.Discrete;
import jackdaw.space.MultiDiscrete;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.PrimitiveIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares with games of Gymnasium's Blackjack-v1, recorded by record_toy_text.py. */
class BlackjackTest {
  private final Step step = new Step(3);

  private static double[] numbers(String field) {
    return Arrays.stream(field.split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  @ParameterizedTest
  @CsvSource({"book, true, false", "natural, false, true", "plain, false, false"})
  void shouldPlayGamesLikeGymnasium(String rules, boolean book, boolean natural)
      throws IOException {
    List<String> lines = ToyTextTest.lines("blackjack-" + rules);
    int games = 0;
    for (String line : lines.subList(2, lines.size())) {
      String[] fields = line.split(",", -1);
      PrimitiveIterator.OfInt cards =
          Arrays.stream(numbers(fields[0])).mapToInt(card -> (int) card).iterator();
      double[] actions = numbers(fields[1]);
      double[] observations = numbers(fields[2]);
      double[] rewards = numbers(fields[3]);
      Blackjack game = new Blackjack(book, natural, cards::nextInt);
      game.reset(0, step.observation);
      assertObservation(line, observations, 0);
      for (int i = 0; i < actions.length; i++) {
        step.clear();
        game.step(new float[] {(float) actions[i]}, step);
        assertObservation(line, observations, i + 1);
        assertThat(step.reward).as(line).isEqualTo(rewards[i]);
        assertThat(step.terminated).as(line).isEqualTo(i == actions.length - 1);
        assertThat(step.truncated).isFalse();
      }
      assertThat(cards.hasNext()).as(line).isFalse();
      games++;
    }
    assertThat(games).isEqualTo(300);
  }

  private void assertObservation(String line, double[] all, int index) {
    for (int i = 0; i < 3; i++) {
      assertThat(step.observation[i]).as(line).isEqualTo((float) all[3 * index + i]);
    }
  }

  @Test
  void shouldHaveGymnasiumsSpaces() {
    Blackjack game = new Blackjack(true, false);
    assertThat(game.observationSpace()).isEqualTo(MultiDiscrete.of(32, 11, 2));
    assertThat(game.actionSpace()).isEqualTo(new Discrete(2));
  }

  /**
   * Plays hands that are rare in random games: a natural against a natural, and against 21 of three
   * cards.
   */
  @ParameterizedTest
  @CsvSource({
    "true, false, '10 1 1 10', 0", "true, false, '10 6 1 10 5', 1",
    "false, true, '10 1 1 10', 0", "false, true, '10 6 1 10 5', 0",
    "false, true, '10 7 1 10', 1.5", "false, false, '10 7 1 10', 1"
  })
  void shouldJudgeNaturals(boolean book, boolean natural, String drawn, double reward) {
    PrimitiveIterator.OfInt cards =
        Arrays.stream(numbers(drawn)).mapToInt(card -> (int) card).iterator();
    Blackjack game = new Blackjack(book, natural, cards::nextInt);
    game.reset(0, step.observation);
    game.step(new float[1], step);
    assertThat(step.reward).isEqualTo(reward);
    assertThat(cards.hasNext()).isFalse();
  }

  /** Compares the model's mean reward with that of games: sticking at once, and hitting once. */
  @ParameterizedTest
  @CsvSource({"true, false", "false, true", "false, false"})
  void shouldBeItsModel(boolean book, boolean natural) {
    Blackjack game = new Blackjack(book, natural);
    TabularModel model = game.model().orElseThrow();
    double[] expected = new double[2];
    for (int action = 0; action < 2; action++) {
      for (int state = 0; state < model.states(); state++) {
        for (int o = model.firstOutcome(state, action); o < model.endOutcome(state, action); o++) {
          expected[action] +=
              model.startProbability(state) * model.probability(o) * model.reward(o);
        }
      }
    }
    int games = 400_000;
    double[] sums = new double[2];
    for (int i = 0; i < 2 * games; i++) {
      game.reset(i, step.observation);
      step.clear();
      game.step(new float[] {i % 2}, step);
      sums[i % 2] += step.reward;
    }
    // The standard deviation of 1 a game makes 0.0016 of the mean.
    assertThat(sums[0] / games).isCloseTo(expected[0], within(0.007));
    assertThat(sums[1] / games).isCloseTo(expected[1], within(0.007));
  }

  @Test
  void shouldDrawEveryKindOfCardAlike() {
    Blackjack game = new Blackjack(true, false);
    int[] counts = new int[11];
    for (int seed = 0; seed < 130_000; seed++) {
      game.reset(seed, step.observation);
      counts[(int) step.observation[1]]++;
    }
    // 10,000 each with a standard deviation of 96, tens four times as many.
    for (int card = 1; card < 10; card++) {
      assertThat(counts[card]).isBetween(9500, 10_500);
    }
    assertThat(counts[10]).isBetween(39_000, 41_000);
  }

  @Test
  void shouldRefuseWhatIsNotPossible() {
    Blackjack game = new Blackjack(true, false);
    assertThatThrownBy(() -> game.step(new float[1], step))
        .isInstanceOf(IllegalStateException.class);
    game.reset(1, step.observation);
    assertThatThrownBy(() -> game.step(new float[] {2}, step))
        .hasMessage("action 2.0 is not possible: use 0 (stick) or 1 (hit)");
    assertThatThrownBy(() -> Environments.supplier("Blackjack-v1?natural=true"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "option natural of environment Blackjack-v1 has no effect by the book's rules: "
                + "give sab=false with it");
  }

  @Test
  void shouldHideTheDealersSecondCard() {
    PrimitiveIterator.OfInt cards = Arrays.stream(new int[] {10, 7, 1, 5}).iterator();
    Blackjack game = new Blackjack(true, false, cards::nextInt);
    game.reset(1, step.observation);
    assertThat(game.render()).hasValue("dealer  10 ?\nplayer  A 5 = 16");
    game.step(new float[1], step);
    assertThat(game.render()).hasValue("dealer  10 7 = 17\nplayer  A 5 = 16");
  }
}
