package jackdaw.gymnasium;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.environment.EnvironmentChecker;
import jackdaw.environment.Transitions;
import jackdaw.environment.VectorEnvironment;
import jackdaw.environments.Environments;
import jackdaw.state.Snapshot;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Environments of the real Gymnasium. */
class GymnasiumTest {
  @BeforeAll
  static void needPackages() {
    Installed.python("gymnasium");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gym:CartPole-v1", "gym:Pendulum-v1", "gym:FrozenLake-v1?is_slippery=false",
        "gym:Blackjack-v1", "gym:MountainCarContinuous-v0"})
  void shouldKeepTheContractOfEnvironments(String id) {
    assertThat(EnvironmentChecker.check(Environments.supplier(id)))
        .noneMatch(finding -> finding.severity() == jackdaw.environment.Finding.Severity.ERROR);
  }
}
