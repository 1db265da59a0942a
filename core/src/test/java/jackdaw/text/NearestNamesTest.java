package jackdaw.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearestNamesTest {
  private static final List<String> KNOWN =
      List.of("Acrobot-v1", "CartPole-v1", "GridWorld-v1", "MountainCar-v0", "Pendulum-v1");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CartPol-v1", "cartpole-v1", "CartPole-v0", "CartPole", "cart", "CratPole-v1", "CarPoles-v1"
      })
  void shouldFindOneThatWasMeant(String name) {
    assertThat(NearestNames.of(name, KNOWN)).containsExactly("CartPole-v1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Humanoid-v5", "zzz"})
  void shouldFindNothingNear(String name) {
    assertThat(NearestNames.of(name, KNOWN)).isEmpty();
    assertThat(NearestNames.question(name, KNOWN)).isEmpty();
  }

  @Test
  void shouldPutNearestFirstAndAtMostThree() {
    List<String> known = List.of("gamma", "gamma2", "gammaray", "lambda", "gomma");

    assertThat(NearestNames.of("gamm", known)).containsExactly("gamma", "gamma2", "gammaray");
    assertThat(NearestNames.of("gomme", known)).containsExactly("gomma", "gamma");
    assertThat(NearestNames.question("gomme", known)).isEqualTo("did you mean gomma or gamma?");
  }

  @Test
  void shouldCountSwappedLettersAsOneMistake() {
    assertThat(NearestNames.of("pop", List.of("ppo"))).containsExactly("ppo");
    assertThat(NearestNames.of("abcd", List.of("badc"))).containsExactly("badc");
  }
}
