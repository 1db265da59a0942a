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

  /** Three methods, one optimum; the map has an arrow for each cell that is come to. */
  @Test
  void shouldSolveDiscountedProblems() {
    String[] command = {"optimum", "FrozenLake-v1", "--discount", "0.99"};
    assertThat(Cli.run(command).fine().out())
        .startsWith("FrozenLake-v1: at most 0.5420 on average, discounted by 0.99")
        .contains(" sweeps, over 16 states");
    assertThat(
        Cli.run("optimum", "FrozenLake-v1", "--discount", "0.99", "--method", "policy-iteration")
            .fine()
            .out())
        .startsWith("FrozenLake-v1: at most 0.5420 on average, discounted by 0.99")
        .contains(" improvements, over 16 states");
    assertThat(
        Cli.run(
            "optimum", "FrozenLake-v1", "--discount", "0.99", "--method", "modified",
            "--sweeps", "3", "--policy")
            .fine()
            .out())
        .startsWith("FrozenLake-v1: at most 0.5420 on average")
        .endsWith("← ↑ ↑ ↑\n← . ← .\n↑ ↓ ← .\n. → ↓ .\n");
    assertThat(Cli.run("optimum", "FrozenLake-v1", "--sweeps", "3").error(2))
        .contains("--sweeps is for discounted problems: give --discount with it, such as 0.99");
    assertThat(Cli.run("optimum", "FrozenLake-v1", "--discount", "1").error(2))
        .contains("a discount of 1.0 has no error bound: use a number in [0, 1)");
    assertThat(Cli.run("optimum", "Taxi-v3", "--png", "no.png").error(2))
        .contains("environment Taxi-v3 is no grid of cells to paint: use --policy");
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
