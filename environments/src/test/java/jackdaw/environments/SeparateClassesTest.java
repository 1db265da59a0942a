package jackdaw.environments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.environment.Environment;
import jackdaw.environment.callback.Agent;
import jackdaw.environment.callback.CallbackEnvironment;
import jackdaw.environment.callback.Simulation;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import org.junit.jupiter.api.Test;

/** Tests simulations with their own static fields. */
class SeparateClassesTest {
  private final float[] first = new float[1];

  private static Environment environment(Simulation simulation) {
    return new CallbackEnvironment(Box.of(0, 1000, 1), new Discrete(2), simulation);
  }

  /** Counts its episodes in a static field, which other simulations must not see. */
  static final class Counting implements Simulation {
    static int episodes;

    @Override
    public void run(long seed, Agent agent) {
      agent.observation()[0] = ++episodes;
      agent.act();
    }
  }

  @Test
  void shouldGiveEachSimulationStaticFieldsOfItsOwn() {
    Counting.episodes = 100;
    try (Environment one = environment(SeparateClasses.simulation(Counting.class));
        Environment two = environment(SeparateClasses.simulation(Counting.class))) {
      one.reset(1, first);
      one.reset(2, first);
      assertThat(first[0]).isEqualTo(2);
      two.reset(1, first);
      assertThat(first[0]).isEqualTo(1);
      two.reset(2, first);
    }
    assertThat(Counting.episodes).isEqualTo(100);
  }

  /** Throws in its constructor. */
  record WithArgument(int argument) implements Simulation {
    @Override
    public void run(long seed, Agent agent) {}
  }

  @Test
  void shouldSayWhyASimulationCannotHaveClassesOfItsOwn() {
    assertThatThrownBy(() -> SeparateClasses.simulation(WithArgument.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("give it a constructor without arguments");
  }
}
