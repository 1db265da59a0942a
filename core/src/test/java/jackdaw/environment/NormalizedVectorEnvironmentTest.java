package jackdaw.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares with the bare vector environment, played with the same seed and actions. */
class NormalizedVectorEnvironmentTest {
  private static final int COPIES = 4;
  private static final double DISCOUNT = 0.9;

  private final RandomStream random = new RandomStream(1);
  private final RandomStream same = new RandomStream(1);
  private final VectorEnvironment bare = VectorEnvironment.of(RandomWalk::new, COPIES);

  private static VectorEnvironment normalized(double observationClip, double rewardClip) {
    return VectorEnvironment.normalized(
        VectorEnvironment.of(RandomWalk::new, COPIES), observationClip, rewardClip, DISCOUNT);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static double variance(List<Double> values) {
    double mean = mean(values);
    return values.stream().mapToDouble(v -> (v - mean) * (v - mean)).average().orElseThrow();
  }

  private static double clip(double value, double bound) {
    return Math.min(bound, Math.max(-bound, value));
  }

  @Test
  void shouldNormalizeByAllObservationsThatWereActedOn() {
    VectorEnvironment vector = normalized(1.5, 0);
    assertThat(vector.observationSpace()).isEqualTo(Box.of(-1.5f, 1.5f, 3));
    List<List<Double>> seen = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    float[] raw = new float[COPIES * 3];
    float[] given = new float[COPIES * 3];
    bare.reset(5, raw);
    vector.reset(5, given);
    Transitions expected = Vectors.transitions(bare);
    Transitions actual = Vectors.transitions(vector);
    int clipped = 0;
    int ends = 0;
    for (int t = 0; t < 300; t++) {
      for (int i = 0; i < raw.length; i++) {
        seen.get(i % 3).add((double) raw[i]);
      }
      for (int i = 0; i < raw.length; i++) {
        double value = standard(raw[i], seen.get(i % 3));
        assertThat((double) given[i]).isCloseTo(clip(value, 1.5), within(1e-5));
        clipped += Math.abs(value) > 1.5 ? 1 : 0;
      }
      Vectors.act(bare, random, expected);
      Vectors.act(vector, same, actual);
      System.arraycopy(expected.observations, 0, raw, 0, raw.length);
      System.arraycopy(actual.observations, 0, given, 0, given.length);
      assertThat(actual.rewards).containsExactly(expected.rewards);
      for (int i = 0; i < COPIES; i++) {
        if (expected.ended(i)) {
          ends++;
          assertThat(actual.episodeReturns[i]).isEqualTo(expected.episodeReturns[i]);
          // Normalised with the statistics of the step that ended the episode, which already
          // include raw.
          for (int k = 0; k < 3; k++) {
            List<Double> all = new ArrayList<>(seen.get(k));
            for (int j = k; j < raw.length; j += 3) {
              all.add((double) raw[j]);
            }
            double value = standard(expected.finalObservations[i * 3 + k], all);
            assertThat((double) actual.finalObservations[i * 3 + k])
                .isCloseTo(clip(value, 1.5), within(1e-5));
          }
        }
      }
    }
    assertThat(clipped).isPositive();
    assertThat(ends).isGreaterThan(10);
  }

  private static double standard(double value, List<Double> all) {
    return (value - mean(all)) / Math.sqrt(variance(all) + 1e-8);
  }

  @Test
  void shouldDivideRewardsByTheDeviationOfDiscountedSums() {
    VectorEnvironment vector = normalized(0, 0.5);
    assertThat(vector.observationSpace()).isEqualTo(bare.observationSpace());
    assertThat(vector.normalizer()).isEmpty();
    float[] start = new float[COPIES * 3];
    bare.reset(5, start);
    vector.reset(5, start);
    Transitions expected = Vectors.transitions(bare);
    Transitions actual = Vectors.transitions(vector);
    double[] sums = new double[COPIES];
    List<Double> all = new ArrayList<>();
    int clipped = 0;
    for (int t = 0; t < 300; t++) {
      Vectors.act(bare, random, expected);
      Vectors.act(vector, same, actual);
      for (int i = 0; i < COPIES; i++) {
        sums[i] = DISCOUNT * sums[i] + expected.rewards[i];
        all.add(sums[i]);
      }
      double deviation = Math.sqrt(variance(all) + 1e-8);
      for (int i = 0; i < COPIES; i++) {
        double value = expected.rewards[i] / deviation;
        assertThat((double) actual.rewards[i]).isCloseTo(clip(value, 0.5), within(1e-5));
        clipped += Math.abs(value) > 0.5 ? 1 : 0;
        if (expected.ended(i)) {
          sums[i] = 0;
          assertThat(actual.episodeReturns[i]).isEqualTo(expected.episodeReturns[i]);
        }
      }
      assertThat(actual.observations).containsExactly(expected.observations);
    }
    assertThat(clipped).isPositive();
  }

  @Test
  void shouldGoOnFromASavedState() {
    Vectors.assertGoesOn(normalized(10, 10), normalized(10, 10));
  }

  @Test
  void shouldRefuseObservationsThatAreNoNumbers() {
    VectorEnvironment tiles =
        VectorEnvironment.of(() -> new Wrapper(new RandomWalk()) {
          @Override
          public Space observationSpace() {
            return new Discrete(3);
          }
        }, 1);
    assertThatThrownBy(() -> VectorEnvironment.normalized(tiles, 10, 0, 0.9))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("observations of Discrete(3) cannot be normalised: flatten them first");
  }

  @Test
  void shouldAllocateNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    VectorEnvironment vector = normalized(10, 10);
    Transitions transitions = Vectors.transitions(vector);
    float[] actions = new float[COPIES * 2];
    vector.reset(1, new float[COPIES * 3]);
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 200 && least > 0; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int t = 0; t < 100; t++) {
        vector.step(actions, transitions);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isZero();
  }
}
