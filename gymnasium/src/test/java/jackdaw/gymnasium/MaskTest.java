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
import jackdaw.space.Dictionary;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Masks of legal actions in the two places where environments have them, and games that need them.
 */
class MaskTest {
  private static final String MASKED = "gym:src.test.python.misfit:Masked-v0?where=";

  @BeforeAll
  static void needPackages() {
    Installed.python("gymnasium");
  }

  /** A batch and single copies: after resets, steps, and a step that ended an episode. */
  @ParameterizedTest
  @CsvSource({"info&action_mask=info, 3", "part, 3", "several&action_mask=info, 5"})
  void shouldSayWhichActionsAreLegal(String where, int flags) {
    var source = Environments.supplier(MASKED + where);
    try (VectorEnvironment batch = VectorEnvironment.of(source, 3);
        VectorEnvironment singles = VectorEnvironment.of(() -> source.get(), 3)) {
      assertThat(batch.maskSize()).isEqualTo(flags);
      Space space = batch.observationSpace();
      assertThat(space)
          .isEqualTo(
              where.equals("part")
                  ? Dictionary.of(new Dictionary.Part("seen", Box.of(-1e9f, 1e9f, 1)))
                  : Box.of(-1e9f, 1e9f, 1));
      int size = batch.actionSpace().size();
      for (VectorEnvironment vector : new VectorEnvironment[] {batch, singles}) {
        vector.reset(1, new float[3]);
        Transitions transitions = new Transitions(3, 1, flags);
        int cuts = 0;
        float[] masks = new float[3 * flags];
        for (int t = 0; t < 12; t++) {
          vector.masks(masks, 0);
          float[] actions = new float[3 * size];
          for (int i = 0; i < 3; i++) {
            int legal = t % 5 % 3;
            assertThat(masks[i * flags + legal]).isEqualTo(1);
            assertThat(masks[i * flags + (legal + 1) % 3]).isZero();
            assertThat(masks[i * flags + (legal + 2) % 3]).isZero();
            actions[i * size] = legal;
          }
          vector.step(actions, transitions);
          assertThat(transitions.rewards).containsExactly(1, 1, 1);
          for (int i = 0; i < 3 && transitions.truncated[0]; i++) {
            // After five steps action 2 would be the one; the next episode has begun with another.
            assertThat(transitions.finalMasks[i * flags + 2]).isEqualTo(1);
            assertThat(transitions.finalMasks[i * flags]).isZero();
            cuts++;
          }
        }
        assertThat(cuts).isEqualTo(3);
      }
    }
  }

  @Test
  void shouldLeaveAMaskAloneWhereAskedTo() {
    try (Environment plain = Environments.supplier(MASKED + "part&action_mask=none").get()) {
      assertThat(plain.masksActions()).isFalse();
      assertThat(((Dictionary) plain.observationSpace()).parts()).hasSize(2);
    }
    try (Environment plain = Environments.supplier(MASKED + "info").get()) {
      assertThat(plain.masksActions()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "absent&action_mask=info | info of reset is a dict without action_mask (",
        "short&action_mask=info | action_mask has 2 flags where 3 are due ("})
  void shouldSayWhatIsNoMask(String where, String message) {
    try (
        VectorEnvironment vector = VectorEnvironment.of(Environments.supplier(MASKED + where), 1)) {
      assertThatThrownBy(() -> vector.reset(1, new float[1]))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContaining("Masked-v0 (copy 0): " + message);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "info&action_mask=observation | its observations have no part action_mask of 3 values",
        "info&action_mask=yes         | action_mask is yes: choose one of info, observation, none"})
  void shouldSayWhereNoMaskCanBe(String where, String message) {
    assertThatThrownBy(() -> Environments.supplier(MASKED + where).get())
        .isInstanceOf(EnvironmentException.class)
        .hasMessageEndingWith("cannot be used: " + message);
  }

  @Test
  void shouldMaskTheTaxiOfGymnasium() {
    try (Environment taxi = Environments.supplier("gym:Taxi-v4?action_mask=info").get()) {
      assertThat(taxi.masksActions()).isTrue();
      taxi.reset(3, new float[1]);
      boolean[] legal = new boolean[6];
      taxi.legalActions(legal);
      // A move is legal where there is no wall, and dropping off only with the passenger in the
      // taxi.
      assertThat(legal[5]).isFalse();
      assertThat(legal).contains(true);
    }
  }

  /**
   * Plays legal actions at random; any illegal one ends a game of PettingZoo with a loss and a
   * warning.
   */
  @ParameterizedTest
  @CsvSource({
    "tictactoe_v3, 18, 9, random", "connect_four_v3, 84, 7, random",
    "tictactoe_v3, 18, 9, src.test.python.misfit:last_legal"})
  void shouldPlayGamesOfPettingZooAgainstAnOpponent(
      String game, int values, int actions, String opponent) {
    Installed.python("pettingzoo", "pygame");
    String id = "gym:PettingZoo/%s?opponent=%s".formatted(game, opponent);
    try (Environment play = Environments.supplier(id).get()) {
      assertThat(play.actionSpace()).isEqualTo(new Discrete(actions));
      assertThat(play.observationSpace().size()).isEqualTo(values);
      assertThat(play.masksActions()).isTrue();
      RandomStream random = new RandomStream(4);
      int[] results = new int[3];
      boolean first = false;
      boolean second = false;
      for (int episode = 0; episode < 60; episode++) {
        Step step = new Step(values);
        play.reset(episode, step.observation);
        boolean begins = true;
        for (float value : step.observation) {
          begins &= value == 0;
        }
        first |= begins;
        second |= !begins;
        while (!step.ended()) {
          boolean[] legal = new boolean[actions];
          play.legalActions(legal);
          int action = random.nextInt(actions);
          while (!legal[action]) {
            action = (action + 1) % actions;
          }
          step.clear();
          play.step(new float[] {action}, step);
          assertThat(step.ended() || step.reward == 0).isTrue();
        }
        assertThat(step.reward).isIn(-1.0, 0.0, 1.0);
        results[(int) step.reward + 1]++;
      }
      assertThat(first).isTrue();
      assertThat(second).isTrue();
      assertThat(results[0]).isPositive();
      assertThat(results[2]).isPositive();
    }
  }
}
