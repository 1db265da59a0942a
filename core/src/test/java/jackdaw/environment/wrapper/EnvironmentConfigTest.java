package jackdaw.environment.wrapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.algorithm.probe.WindyLine;
import jackdaw.environment.Environment;
import jackdaw.environment.VectorEnvironment;
import jackdaw.environment.Wrapper;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class EnvironmentConfigTest {
  private static void assertRefused(
      UnaryOperator<EnvironmentConfig.Builder> change, String message) {
    EnvironmentConfig.Builder builder = change.apply(EnvironmentConfig.builder());
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void shouldLeaveEverythingAsItIsByDefault() {
    Environment bare = new WindyLine(true);
    assertThat(EnvironmentConfig.defaults().wrap(() -> bare).get()).isSameAs(bare);
    try (VectorEnvironment vector =
        EnvironmentConfig.defaults().vector(() -> new WindyLine(true), 2, 0.9)) {
      assertThat(vector.normalizer()).isEmpty();
      assertThat(vector.observationSpace()).isEqualTo(bare.observationSpace());
    }
  }

  @Test
  void shouldRefuseWhatIsOutOfRange() {
    assertRefused(
        b -> b.timeLimit(-1),
        "time limit -1 is not a finite number of at least 0: set environment.time-limit, usually 0 "
            + "for none of its own, or 200 to 1000");
    assertRefused(
        b -> b.actionRepeat(0),
        "action repeat 0 is not a finite number of at least 1: set environment.action-repeat, "
            + "usually 1 to 4");
    assertRefused(
        b -> b.frameStack(0),
        "frame stack 0 is outside [1, 1024]: set environment.frame-stack, usually 1 to 4");
    assertRefused(
        b -> b.rewardScale(0),
        "reward scale 0 is not a finite number above 0: set environment.reward-scale, usually 0.01 "
            + "to 10");
    assertRefused(
        b -> b.rewardClip(-1),
        "reward clip -1 is not a finite number of at least 0: set environment.reward-clip, usually 0 "
            + "for no bound, or 1");
    assertRefused(
        b -> b.observationClip(Double.NaN),
        "observation clip NaN is not a finite number of at least 0: set "
            + "environment.observation-clip, usually 0 for no bound");
    assertRefused(
        b -> b.normalizedObservationClip(0),
        "normalized observation clip 0 is not a finite number above 0: set "
            + "environment.normalized-observation-clip, usually 10");
    assertRefused(
        b -> b.normalizedRewardClip(-3),
        "normalized reward clip -3 is not a finite number above 0: set "
            + "environment.normalized-reward-clip, usually 10");
  }

  @Test
  void shouldCloseTheEnvironmentThatItCannotWrap() {
    int[] closed = new int[1];
    EnvironmentConfig config = EnvironmentConfig.builder().rescaleActions(true).build();
    assertThatThrownBy(
        () -> config
            .wrap(
                () -> new Wrapper(new WindyLine(false)) {
                  @Override
                  public void close() {
                    closed[0]++;
                  }
                })
            .get())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("rescaled actions need a Box");
    assertThat(closed[0]).isEqualTo(1);
  }
}
