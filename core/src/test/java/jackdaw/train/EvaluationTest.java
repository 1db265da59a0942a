package jackdaw.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import jackdaw.collector.EnvironmentSteps;
import jackdaw.environment.Environment;
import jackdaw.environment.Step;
import jackdaw.environment.Transitions;
import jackdaw.environment.VectorEnvironment;
import jackdaw.experience.EpisodeStatistics;
import jackdaw.experience.Rollout;
import jackdaw.nn.ParameterVector;
import jackdaw.policy.Policy;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Episodes are of very different lengths here, and their returns follow from their lengths. */
class EvaluationTest {
  private static final AtomicInteger OPEN = new AtomicInteger();

  private static final class Uneven implements Environment {
    private int left;

    Uneven() {
      OPEN.incrementAndGet();
    }

    @Override
    public Space observationSpace() {
      return Box.unbounded(1);
    }

    @Override
    public Space actionSpace() {
      return new Discrete(2);
    }

    @Override
    public void reset(long seed, float[] observation) {
      RandomStream random = new RandomStream(seed);
      left = random.nextInt(10) == 0 ? 200 : 1 + random.nextInt(3);
      observation[0] = left;
    }

    @Override
    public void step(float[] action, Step step) {
      step.observation[0] = --left;
      step.reward = action[0];
      step.terminated = left == 0;
    }

    @Override
    public void close() {
      OPEN.decrementAndGet();
    }
  }

  private static final Policy ALWAYS_ONE = new Policy() {
    @Override
    public Space observationSpace() {
      return Box.unbounded(1);
    }

    @Override
    public Space actionSpace() {
      return new Discrete(2);
    }

    @Override
    public void act(
        float[] observations, float[] masks, boolean[] starts, int rows, float[] actions) {
      Arrays.fill(actions, 0, rows, 1);
    }

    @Override
    public ParameterVector parameters() {
      throw new UnsupportedOperationException();
    }
  };

  /** The first episodes of each copy, copy after copy, whoever finishes first. */
  private static double[] quota(int episodes, long seed) {
    int copies = Math.min(episodes, 16);
    List<List<Double>> ended = new ArrayList<>();
    try (VectorEnvironment environment = VectorEnvironment.of(Uneven::new, copies)) {
      environment.reset(seed, new float[copies]);
      float[] actions = new float[copies];
      Arrays.fill(actions, 1);
      Transitions transitions = new Transitions(copies, 1);
      for (int i = 0; i < copies; i++) {
        ended.add(new ArrayList<>());
      }
      for (int step = 0; step < 2000; step++) {
        environment.step(actions, transitions);
        for (int i = 0; i < copies; i++) {
          if (transitions.terminated[i]) {
            ended.get(i).add(transitions.episodeReturns[i]);
          }
        }
      }
    }
    double[] returns = new double[episodes];
    for (int i = 0; i < episodes; i++) {
      returns[i] = ended.get(i % copies).get(i / copies);
    }
    return returns;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 16, 17, 50})
  void shouldPlayAsManyEpisodesInEachCopy(int episodes) {
    Evaluation evaluation = Evaluation.of(ALWAYS_ONE, Uneven::new, episodes, 3);
    double[] expected = quota(episodes, 3);
    assertThat(evaluation.returns()).isEqualTo(expected);
    for (int i = 0; i < episodes; i++) {
      assertThat((double) evaluation.lengths()[i]).isEqualTo(expected[i]);
    }
    assertThat(OPEN).hasValue(0);
  }

  /** One episode in ten takes 200 steps, the others 2 in the mean: who stops early misses them. */
  @Test
  void shouldCountLongEpisodesAsOftenAsShortOnes() {
    Evaluation evaluation = Evaluation.of(ALWAYS_ONE, Uneven::new, 1000, 4);
    assertThat(evaluation.meanLength()).isCloseTo(21.8, within(6.0));
    assertThat(evaluation.meanReturn()).isEqualTo(evaluation.meanLength());
  }

  /** Loses a life in its steps 2 and 5, and ends in step 7. */
  private static final class Lives implements Environment {
    private int steps;

    @Override
    public Space observationSpace() {
      return Box.unbounded(1);
    }

    @Override
    public Space actionSpace() {
      return new Discrete(2);
    }

    @Override
    public void reset(long seed, float[] observation) {
      steps = 0;
      observation[0] = 0;
    }

    @Override
    public void step(float[] action, Step step) {
      step.observation[0] = ++steps;
      step.reward = 1;
      step.lifeLost = steps == 2 || steps == 5;
      step.terminated = steps == 7;
    }
  }

  /** Always takes action 1, and notes where its memory would be reset. */
  private record Forgetting(List<Boolean> resets) implements Policy {
    @Override
    public Space observationSpace() {
      return Box.unbounded(1);
    }

    @Override
    public Space actionSpace() {
      return new Discrete(2);
    }

    @Override
    public void act(
        float[] observations, float[] masks, boolean[] starts, int rows, float[] actions) {
      resets.add(starts[0]);
      actions[0] = 1;
    }

    @Override
    public ParameterVector parameters() {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void shouldResetAMemoryWhereTrainingDoes() {
    List<Boolean> resets = new ArrayList<>();

    Evaluation evaluation = Evaluation.of(new Forgetting(resets), Lives::new, 1, 3);

    assertThat(evaluation.lengths()).containsExactly(7);
    assertThat(evaluation.returns()).containsExactly(7);
    assertThat(resets).isEqualTo(resetsInTraining(7));
  }

  /** The first step, and each step after a row that counts as an end. */
  private static List<Boolean> resetsInTraining(int steps) {
    Rollout rollout = new Rollout(steps, 1, 1, 1);
    EnvironmentSteps training =
        new EnvironmentSteps(
            VectorEnvironment.of(Lives::new, 1),
            rollout,
            new EpisodeStatistics(OptionalDouble.empty()),
            3);
    training.collect(new EnvironmentSteps.Behaviour() {
      @Override
      public void act(int step, float[] observations, float[] actions) {
        actions[0] = 1;
      }

      @Override
      public void bound(float[] actions) {}
    });
    List<Boolean> resets = new ArrayList<>(List.of(true));
    for (int row = 0; row < steps - 1; row++) {
      resets.add(rollout.ended(row));
    }
    return resets;
  }

  @Test
  void shouldRepeatWithTheSameSeed() {
    double[] returns = Evaluation.of(ALWAYS_ONE, Uneven::new, 40, 5).returns();
    assertThat(Evaluation.of(ALWAYS_ONE, Uneven::new, 40, 5).returns()).isEqualTo(returns);
    assertThat(Evaluation.of(ALWAYS_ONE, Uneven::new, 40, 6).returns()).isNotEqualTo(returns);
  }

  @Test
  void shouldSummarize() {
    Evaluation evaluation = new Evaluation(new double[] {1, 2, 6}, new int[] {3, 4, 8});
    assertThat(evaluation.meanReturn()).isEqualTo(3);
    assertThat(evaluation.meanLength()).isEqualTo(5);
    assertThat(evaluation.standardDeviation()).isCloseTo(Math.sqrt(14 / 3.0), within(1e-12));
  }

  @Test
  void shouldRefuseToPlayNothing() {
    assertThatThrownBy(() -> Evaluation.of(ALWAYS_ONE, Uneven::new, 0, 1))
        .hasMessage("0 episodes is below 1");
  }
}
