package jackdaw.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.program.Program;
import jackdaw.random.RandomStream;
import jackdaw.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Draws many samples and compares their statistics with the distributions' own. */
class SamplingTest {
  private static final int SAMPLES = 30_000;

  /** Probabilities of 0.4 % to 62 %. */
  private static final float[] LOGITS = {1.5f, -0.5f, 3.5f, 0, 2.5f, -1.5f};

  private static final float[] OTHER_LOGITS = {0, 0.5f, 2, 1, 1.5f, 0};

  private static double[] probabilities(float[] logits) {
    double[] p = new double[logits.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = Math.exp(logits[i]);
    }
    double sum = Arrays.stream(p).sum();
    return Arrays.stream(p).map(x -> x / sum).toArray();
  }

  private static float[] draw(long seed) {
    float[] noise = new float[SAMPLES * LOGITS.length];
    GumbelNoise.fill(noise, 0, noise.length, new RandomStream(seed));
    float[] padded = new float[LOGITS.length + 3];
    System.arraycopy(LOGITS, 0, padded, 3, LOGITS.length);
    float[] classes = new float[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      classes[i] = Categorical.sample(padded, 3, LOGITS.length, noise, i * LOGITS.length);
    }
    return classes;
  }

  /** χ² with 5 degrees of freedom exceeds 20.5 once in a thousand times. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldDrawClassesWithTheirProbabilities(long seed) {
    double[] p = probabilities(LOGITS);
    int[] counts = new int[p.length];
    for (float drawn : draw(seed)) {
      counts[(int) drawn]++;
    }
    double chiSquare = 0;
    for (int i = 0; i < p.length; i++) {
      double expected = SAMPLES * p[i];
      chiSquare += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    assertThat(chiSquare).isLessThan(20.5);
  }

  @Test
  void shouldDrawTheSameWithTheSameSeed() {
    assertThat(draw(4)).isEqualTo(draw(4)).isNotEqualTo(draw(5));
  }

  @Test
  void shouldTakeTheLargestLogitAsTheMode() {
    assertThat(Categorical.mode(LOGITS, 0, LOGITS.length)).isEqualTo(2);
    assertThat(Categorical.mode(LOGITS, 3, 3)).isEqualTo(1);
    assertThat(Categorical.mode(new float[] {1, 7, 7}, 0, 3)).isEqualTo(1);
  }

  /** Gumbel noise has mean 0.5772… (Euler's constant) and variance π² / 6. */
  @Test
  void shouldMakeGumbelNoise() {
    float[] noise = new float[SAMPLES];
    GumbelNoise.fill(noise, 0, noise.length, new RandomStream(6));
    assertThat(mean(noise)).isCloseTo(0.577216, within(0.02));
    assertThat(variance(noise)).isCloseTo(Math.PI * Math.PI / 6, within(0.06));
  }

  /** The mean of −log π is the entropy, that of log π − log π′ the divergence. */
  @Test
  void shouldAverageToEntropyAndDivergenceOfTheCategorical() {
    Categorical p = new Categorical(row(LOGITS));
    Categorical q = new Categorical(row(OTHER_LOGITS));
    assertAverages(p, q, draw(7), 1);
  }

  @Test
  void shouldAverageToEntropyAndDivergenceOfTheGaussian() {
    float[] mean = {0.5f, -2};
    float[] logStd = {-0.5f, 0.7f};
    float[] noise = new float[2 * SAMPLES];
    RandomStream random = new RandomStream(8);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = mean[i % 2] + (float) (Math.exp(logStd[i % 2]) * random.nextGaussian());
    }
    DiagonalGaussian p = new DiagonalGaussian(row(mean), row(logStd));
    DiagonalGaussian q = new DiagonalGaussian(row(0.2f, -1), row(0, 1));
    assertAverages(p, q, noise, 2);
  }

  @Test
  void shouldDrawNormalNumbers() {
    RandomStream random = new RandomStream(9);
    float[] drawn = new float[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      drawn[i] = (float) random.nextGaussian();
    }
    assertThat(mean(drawn)).isCloseTo(0, within(0.016));
    assertThat(variance(drawn)).isCloseTo(1, within(0.024));
    double fourth = 0;
    for (float x : drawn) {
      fourth += (double) x * x * x * x / SAMPLES;
    }
    assertThat(fourth).isCloseTo(3, within(0.17));
  }

  private static void assertAverages(
      Distribution p, Distribution q, float[] drawn, int actionSize) {
    Tensor actions = Tensor.input("actions", SAMPLES, actionSize);
    Tensor logP = wide(p).logProbability(actions);
    Tensor surprise = logP.negate().mean();
    Tensor excess = logP.minus(wide(q).logProbability(actions)).mean();
    Tensor entropy = p.entropy();
    Tensor divergence = p.divergenceFrom(q);
    Program program = Program.compile(surprise, excess, entropy, divergence);
    program.input(actions).set(drawn, 0);
    program.run();
    assertThat(program.output(surprise).value())
        .isCloseTo(program.output(entropy).value(), within(0.03f));
    assertThat(program.output(excess).value())
        .isCloseTo(program.output(divergence).value(), within(0.03f));
  }

  /** Repeats a distribution for every sample. */
  private static Distribution wide(Distribution narrow) {
    return switch (narrow) {
      case Categorical(Tensor logits) ->
          new Categorical(logits.broadcastTo(SAMPLES, logits.columns()));
      case DiagonalGaussian(Tensor mean, Tensor logStd) ->
          new DiagonalGaussian(mean.broadcastTo(SAMPLES, mean.columns()), logStd);
      case Bernoulli(Tensor logits) ->
          new Bernoulli(logits.broadcastTo(SAMPLES, logits.columns()));
      case SquashedGaussian(DiagonalGaussian gaussian, double logScale) ->
          new SquashedGaussian((DiagonalGaussian) wide(gaussian), logScale);
      case MultiCategorical(List<Categorical> parts) ->
          new MultiCategorical(parts.stream().map(part -> (Categorical) wide(part)).toList());
    };
  }

  private static Tensor row(float... values) {
    return Tensor.concatenateColumns(
        IntStream.range(0, values.length)
            .mapToObj(i -> Tensor.constant(values[i])).toList());
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double variance(float[] values) {
    double mean = mean(values);
    double sum = 0;
    for (float value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum / values.length;
  }
}
