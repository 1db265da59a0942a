package jackdaw.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.environment.callback.Agent;
import jackdaw.environment.callback.CallbackEnvironment;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tests the legal actions after the last observation of an episode that was cut off. */
class FinalMaskTest {
  /** Counts its steps. After step n only action n is legal; step 3 terminates. */
  private static final class Counter implements Environment {
    private int steps;

    @Override
    public Space observationSpace() {
      return new Discrete(4);
    }

    @Override
    public Space actionSpace() {
      return new Discrete(4);
    }

    @Override
    public boolean masksActions() {
      return true;
    }

    @Override
    public void legalActions(boolean[] legal) {
      legal[steps] = true;
    }

    @Override
    public void reset(long seed, float[] observation) {
      steps = 0;
      observation[0] = 0;
    }

    @Override
    public void step(float[] action, Step step) {
      steps++;
      step.observation[0] = steps;
      step.terminated = steps == 3;
    }
  }

  @Test
  void shouldSayWhatIsLegalWhereAnEpisodeIsCutOff() {
    Transitions transitions = new Transitions(1, 1, 4);
    try (VectorEnvironment environment =
        VectorEnvironment.of(() -> new TimeLimit(new Counter(), 2), 1)) {
      environment.reset(1, new float[1]);
      environment.step(new float[] {0}, transitions);
      environment.step(new float[] {1}, transitions);
      assertThat(transitions.truncated[0]).isTrue();
      assertThat(transitions.finalMasks).containsExactly(0, 0, 1, 0);
      float[] next = new float[4];
      environment.masks(next, 0);
      assertThat(next).as("the next episode's").containsExactly(1, 0, 0, 0);
    }
  }

  @Test
  void shouldNotAskWhereTheTaskIsOver() {
    Transitions transitions = new Transitions(1, 1, 4);
    try (VectorEnvironment environment = VectorEnvironment.of(Counter::new, 1)) {
      environment.reset(1, new float[1]);
      for (int i = 0; i < 3; i++) {
        environment.step(new float[] {i}, transitions);
      }
      assertThat(transitions.terminated[0]).isTrue();
      assertThat(transitions.finalMasks).containsOnly(0);
    }
  }

  private static CallbackEnvironment simulated(boolean says) {
    return new CallbackEnvironment(
        new Discrete(2),
        new Discrete(2),
        true,
        (seed, agent) -> cutOffAfterOneStep(agent, says),
        Duration.ofSeconds(5));
  }

  private static void cutOffAfterOneStep(Agent agent, boolean says) {
    agent.legal()[0] = true;
    agent.choose();
    agent.legal()[1] = says;
    agent.truncate();
  }

  @Test
  void shouldTakeASimulatorsWordWhereItCutsOff() {
    Transitions transitions = new Transitions(1, 1, 2);
    try (VectorEnvironment environment = VectorEnvironment.of(() -> simulated(true), 1)) {
      environment.reset(1, new float[1]);
      environment.step(new float[] {0}, transitions);
      assertThat(transitions.finalMasks).containsExactly(0, 1);
    }
    try (VectorEnvironment environment = VectorEnvironment.of(() -> simulated(false), 1)) {
      environment.reset(1, new float[1]);
      assertThatThrownBy(() -> environment.step(new float[] {0}, transitions))
          .isInstanceOf(EnvironmentException.class)
          .hasMessageContaining("has no legal action after step 1 of its episode");
    }
  }
}
