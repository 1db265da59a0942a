package jackdaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptimumTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FrozenLake-v1 | FrozenLake-v1: at most 0.7442 on average, within 100 steps, over 16 states",
        "CliffWalking-v1 | CliffWalking-v1: at most -13.0000 on average, over 48 states",
        "Blackjack-v1 | Blackjack-v1: at most -0.0431 on average, over 450 states"
      })
  void shouldSayWhatIsPossible(String id, String sentence) {
    assertThat(Cli.run("optimum", id).fine().out().strip()).isEqualTo(sentence);
  }

  @Test
  void shouldSayWhereItIsNotKnown() {
    assertThat(Cli.run("optimum", "CartPole-v1").error(2))
        .isEqualTo(
            "jackdaw: environment CartPole-v1 has no table of its probabilities, which value "
                + "iteration needs: choose one that has, such as FrozenLake-v1");
    assertThat(Cli.run("optimum", "FrozenLake-v2").error(2))
        .contains("environment FrozenLake-v2 is unknown: did you mean FrozenLake-v1");
    // Noise is in no table, though it changes no mean.
    assertThat(Cli.run("optimum", "FrozenLake-v1?reward-noise=1").error(2))
        .contains("has no table of its probabilities");
  }
}
