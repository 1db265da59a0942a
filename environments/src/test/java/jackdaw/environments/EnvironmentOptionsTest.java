package jackdaw.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentChecker;
import jackdaw.environment.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentOptionsTest {
  @Test
  void shouldHideVelocities() {
    Environment whole = Environments.supplier("CartPole-v1?velocities=true").get();
    Environment hidden = Environments.supplier("CartPole-v1?velocities=false").get();
    assertThat(hidden.observationSpace().size()).isEqualTo(2);
    Step all = new Step(4);
    Step some = new Step(2);
    whole.reset(3, all.observation);
    hidden.reset(3, some.observation);
    for (int i = 0; i < 8; i++) {
      assertThat(some.observation).containsExactly(all.observation[0], all.observation[2]);
      assertThat(some.reward).isEqualTo(all.reward);
      assertThat(some.ended()).isEqualTo(all.ended());
      all.clear();
      some.clear();
      whole.step(new float[] {i % 2}, all);
      hidden.step(new float[] {i % 2}, some);
    }
    assertThat(Environments.supplier("Pendulum-v1?velocities=false").get().observationSpace())
        .isEqualTo(jackdaw.space.Box.of(-1, 1, 2));
  }

  @Test
  void shouldGiveNumbers() {
    assertThat(Environments.supplier("Cue-v1?length=4&cues=7").get().observationSpace().size())
        .isEqualTo(8);
    assertThat(Environments.supplier("Cue-v1").get().observationSpace().size()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CartPole-v1?velocites=false | environment CartPole-v1 has no option named velocites: did you "
            + "mean velocities?",
        "Cue-v1?colour=red | environment Cue-v1 has no option named colour: choose one of length, "
            + "cues",
        "GridWorld-v1?size=3 | environment GridWorld-v1 has no option named size: it has none",
        "CartPole-v1?velocities=no | option velocities of environment CartPole-v1 is no, where true "
            + "or false is expected",
        "Cue-v1?length=-1 | option length of environment Cue-v1 is -1, where a whole number from 0 "
            + "to 1000000 is expected",
        "Cue-v1?length | environment Cue-v1?length: option 'length' is no key=value: write it like "
            + "Cue-v1?key=value",
        "Cue-v1? | environment Cue-v1?: option '' is no key=value: write it like Cue-v1?key=value",
        "Cue-v1?cues=3&cues=4 | environment Cue-v1?cues=3&cues=4: option cues is given twice: give "
            + "it once",
        "CartPol-v1?velocities=false | environment CartPol-v1 is unknown: did you mean CartPole-v1? "
            + "./jackdaw list shows all"
      })
  void shouldSayWhatIsWrong(String id, String message) {
    assertThatThrownBy(() -> Environments.supplier(id))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Acrobot-v1", "Acrobot-v1?velocities=false", "CartPole-v1?velocities=false",
        "CartPoleSwingUp-v1", "CartPoleSwingUp-v1?velocities=false", "Cue-v1?length=3",
        "MountainCar-v0", "MountainCar-v0?velocities=false", "MountainCarContinuous-v0",
        "Pendulum-v1", "Pendulum-v1?velocities=false"
      })
  void shouldBeSound(String id) {
    assertThat(EnvironmentChecker.check(Environments.supplier(id))).isEmpty();
  }
}
